namespace Weir.Web.Sinks;

/// <summary>The sinks to which events and metrics are delivered. Safe from any thread; nothing here tells a secret.</summary>
public interface ISinkGateway
{
    /// <summary>Every sink and what is wrong with the configuration.</summary>
    SinkOverview Overview();

    /// <summary>Sends a test event to a sink and waits for its receiver's word.</summary>
    /// <returns>What became of it; null when there is no such sink.</returns>
    Task<SinkTestReport?> TestAsync(string name, CancellationToken cancel);

    /// <summary>Events that were given up, newest first.</summary>
    /// <returns>Null when there is no such sink.</returns>
    IReadOnlyList<DeadLetterReport>? DeadLetters(string name, int limit);

    /// <summary>Gives the events that were given up to the sink once more.</summary>
    /// <returns>How many; null when there is no such sink.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    Task<int?> ResendAsync(string name, CancellationToken cancel);
}
