namespace Weir.Web.Sinks;

/// <summary>One sink as it is now.</summary>
public sealed record SinkReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type: loki, loggly, ...</summary>
    public required string Type { get; init; }

    /// <summary>Where it was configured.</summary>
    public string? Origin { get; init; }

    /// <summary>What it does now: idle, sending, retrying, misconfigured, ...</summary>
    public required string State { get; init; }

    /// <summary>True while nothing keeps it from delivering.</summary>
    public required bool Healthy { get; init; }

    /// <summary>Events and points that wait for it, about.</summary>
    public required long Waiting { get; init; }

    /// <summary>Time from an event to its receiver's word, 99th percentile of the last thousand, in ms; absent before the first.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>The last thing that went wrong, without secrets; absent when nothing did.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was, in ms since the epoch.</summary>
    public long? LastErrorAt { get; init; }

    /// <summary>When the receiver last took something, in ms since the epoch.</summary>
    public long? LastSuccessAt { get; init; }

    /// <summary>When it is tried again, in ms since the epoch; absent while it need not be.</summary>
    public long? RetryAt { get; init; }

    /// <summary>Counters since start by name: requests, sent, retried, givenUp, filtered, lost, ...</summary>
    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    /// <summary>Its settings as written, secrets masked.</summary>
    public required IReadOnlyDictionary<string, object?> Settings { get; init; }
}
