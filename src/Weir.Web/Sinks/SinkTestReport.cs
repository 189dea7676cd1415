namespace Weir.Web.Sinks;

/// <summary>What became of a test event.</summary>
/// <param name="Ok">True when the receiver took it.</param>
/// <param name="Outcome">accepted, retry, misconfigured, rejected, ...</param>
/// <param name="Reason">The receiver's words or the network's fault; null when it was taken.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record SinkTestReport(bool Ok, string Outcome, string? Reason, long Milliseconds);
