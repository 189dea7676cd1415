namespace Weir.Spoof;

/// <summary>What came of a run.</summary>
internal sealed record SpoofResult
{
    /// <summary>Flow samples processed.</summary>
    public required long Samples { get; init; }

    /// <summary>Engine time that went by, in seconds.</summary>
    public required double EngineSeconds { get; init; }

    /// <summary>Time it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Memory of the process (RSS) before the first sample, in MB.</summary>
    public required long MegabytesBefore { get; init; }

    /// <summary>The same after each tenth of the run.</summary>
    public required IReadOnlyList<long> Megabytes { get; init; }

    /// <summary>The most it ever was.</summary>
    public required long MegabytesMost { get; init; }

    /// <summary>Flow entries in use at the end.</summary>
    public required long FlowEntries { get; init; }

    /// <summary>Flow entries that gave way to others.</summary>
    public required long FlowEvictions { get; init; }

    /// <summary>Bytes of sets of distinct values at the end, of those that share a bound.</summary>
    public required long DistinctBytes { get; init; }

    /// <summary>Sets of distinct values that had to count coarsely.</summary>
    public required long DistinctRefused { get; init; }
}
