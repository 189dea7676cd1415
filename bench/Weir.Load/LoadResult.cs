namespace Weir.Load;

/// <summary>What was written or sent.</summary>
public sealed record LoadResult
{
    /// <summary>Datagrams.</summary>
    public long Datagrams { get; init; }

    /// <summary>Flow samples in them.</summary>
    public long FlowSamples { get; init; }

    /// <summary>Counter samples in them.</summary>
    public long CounterSamples { get; init; }

    /// <summary>Payload bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Seconds of sending; 0 for a file.</summary>
    public double Seconds { get; init; }

    /// <summary>Datagrams a second; 0 for a file.</summary>
    public double DatagramsPerSecond => Seconds > 0 ? Datagrams / Seconds : 0;

    /// <summary>Send calls that failed.</summary>
    public long Errors { get; init; }
}
