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

    /// <summary>Bytes allocated by the measuring thread in the measured passes.</summary>
    public required long BytesAllocated { get; init; }

    /// <summary>Flow definitions installed.</summary>
    public required int Flows { get; init; }

    /// <summary>Measured passes over the capture.</summary>
    public required int Passes { get; init; }
}
