namespace Weir.Server.Benchmarks;

/// <summary>What <c>bench --json</c> prints.</summary>
public sealed record BenchResult
{
    /// <summary>Flow samples processed in the measured passes.</summary>
    public required long Samples { get; init; }

    /// <summary>Elapsed seconds of the measured passes, on one busy thread.</summary>
    public required double Seconds { get; init; }

    /// <summary>Flow samples per second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Nanoseconds per flow sample; counter samples of the capture are part of the cost.</summary>
    public required double NsPerSample { get; init; }

    /// <summary>CPU nanoseconds of the whole process per flow sample; unlike elapsed time it holds on a machine that is shared.</summary>
    public required double CpuNsPerSample { get; init; }

    /// <summary>The same of the fastest pass, as the C floor reports its own: what the work costs when nothing else gets in the way.</summary>
    public required double FastestCpuNsPerSample { get; init; }

    /// <summary>Bytes allocated by the measuring thread in the measured passes.</summary>
    public required long BytesAllocated { get; init; }

    /// <summary>Flow entries in use at the end, over all definitions.</summary>
    public long FlowEntries { get; init; }

    /// <summary>Memory of the flow tables at the end, in bytes: places not in use included, texts excluded.</summary>
    public long FlowBytes { get; init; }

    /// <summary>Counts in flow tables for every flow sample, over all definitions, in the measured passes.</summary>
    public double UpdatesPerSample { get; init; }

    /// <summary>Flow entries that gave way to others for every sample that was counted by a definition, in the measured passes.</summary>
    public double EvictionsPerUpdate { get; init; }

    /// <summary>Flow definitions installed.</summary>
    public required int Flows { get; init; }

    /// <summary>Measured passes over the capture.</summary>
    public required int Passes { get; init; }
}
