namespace Weir.Load;

/// <summary>Calm and storm side by side; times in ms, intervals of 95 % by bootstrap over the rounds.</summary>
internal sealed record StormResult
{
    /// <summary>Trials in calm, as many as in storm, that were counted.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials whose event never came, in both together.</summary>
    public required int Missing { get; init; }

    /// <summary>From an attack's first sample to the handler.</summary>
    public required Paired Attack { get; init; }

    /// <summary>The same, calm blocks against the calm blocks of the same rounds: the noise.</summary>
    public required Paired AttackNoise { get; init; }

    /// <summary>From one sample that crosses a threshold to the handler.</summary>
    public required Paired Single { get; init; }

    /// <summary>The same, calm against calm.</summary>
    public required Paired SingleNoise { get; init; }

    /// <summary>Requests that the sink made in calm and in storm.</summary>
    public required long CalmRequests { get; init; }

    /// <summary>See <see cref="CalmRequests"/>.</summary>
    public required long StormRequests { get; init; }

    /// <summary>Events that were sent once more in calm and in storm.</summary>
    public required long CalmRetried { get; init; }

    /// <summary>See <see cref="CalmRetried"/>.</summary>
    public required long StormRetried { get; init; }

    /// <summary>How late samples were sent, median: what the machine lets the sender do.</summary>
    public required double LateMs { get; init; }

    /// <summary>99th percentile of it.</summary>
    public required double Late99Ms { get; init; }
}
