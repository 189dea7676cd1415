namespace Weir.Export.Delivery;

/// <summary>How one sink's delivery stands. A copy; numbers count from the start of its worker.</summary>
public sealed record SinkHealth
{
    /// <summary>The sink's name.</summary>
    public required string Name { get; init; }

    /// <summary>The sink's type.</summary>
    public required string Type { get; init; }

    /// <summary>What it is doing.</summary>
    public required SinkState State { get; init; }

    /// <summary>When the receiver last took something, in ms since the epoch; null when never.</summary>
    public long? LastSuccessMs { get; init; }

    /// <summary>When something last failed, in ms since the epoch; null when never.</summary>
    public long? LastErrorMs { get; init; }

    /// <summary>What failed last, without secrets.</summary>
    public string? LastError { get; init; }

    /// <summary>When the next request is tried, in ms since the epoch; null unless it pauses.</summary>
    public long? NextAttemptMs { get; init; }

    /// <summary>Requests that failed since the last one that did not.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Requests sent, whatever became of them.</summary>
    public long Requests { get; init; }

    /// <summary>Events (points) that the receiver took.</summary>
    public long Sent { get; init; }

    /// <summary>Events (points) that were sent once more, each time counted.</summary>
    public long Retried { get; init; }

    /// <summary>Events given up: they lie in the dead letters. For metrics: points that the receiver refused.</summary>
    public long GivenUp { get; init; }

    /// <summary>Events that the filter kept back.</summary>
    public long Filtered { get; init; }

    /// <summary>Events (points) that wait, about.</summary>
    public long Waiting { get; init; }

    /// <summary>Events that the spool's bounds removed, or points that the queue's bound removed, before they could be sent.</summary>
    public long Lost { get; init; }

    /// <summary>Dead letters that lie in the file.</summary>
    public long DeadLetters { get; init; }

    /// <summary>Dead letters that the file's bound removed.</summary>
    public long DeadLettersDropped { get; init; }

    /// <summary>Time from an event's own time to the receiver's word, median of the last thousand, in ms; null before the first.</summary>
    public double? LatencyP50Ms { get; init; }

    /// <summary>The same, 99th percentile.</summary>
    public double? LatencyP99Ms { get; init; }
}
