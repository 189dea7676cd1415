namespace Weir.Export.Sinks;

/// <summary>What became of one item of a request.</summary>
/// <param name="Outcome">Anything but <see cref="SendOutcome.Mixed"/>.</param>
/// <param name="Reason">The receiver's words when it was not accepted.</param>
public readonly record struct ItemVerdict(SendOutcome Outcome, string? Reason = null);
