namespace Weir.Load;

/// <summary>The recipe of a synthetic sFlow workload. The same recipe gives the same bytes.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Flow samples in a datagram.</summary>
    public int SamplesPerDatagram { get; init; } = 5;

    /// <summary>Bytes kept of each sampled packet; a multiple of 4 from 64 to 256.</summary>
    public int HeaderBytes { get; init; } = 128;

    /// <summary>Adds an extended_switch record to each sample.</summary>
    public bool WithSwitch { get; init; } = true;

    /// <summary>Adds an extended_router record to each sample.</summary>
    public bool WithRouter { get; init; } = true;

    /// <summary>Agents, numbered from 10.255.0.1.</summary>
    public int Agents { get; init; } = 100;

    /// <summary>Different 5-tuples.</summary>
    public int Keys { get; init; } = 100_000;

    /// <summary>Exponent of the Zipf distribution over them.</summary>
    public double Skew { get; init; } = 1.0;

    /// <summary>Flow datagrams between two counter datagrams; 0 leaves counters out.</summary>
    public int CounterEvery { get; init; } = 20;

    /// <summary>Sampling rate, one in so many.</summary>
    public uint SamplingRate { get; init; } = 1000;

    /// <summary>Seed of the generator.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Finds a recipe by name.</summary>
    /// <param name="name"><c>a5</c>: 5 samples of header, switch and router in 1,228 bytes; <c>b7</c>: 7 samples of a header alone.</param>
    /// <returns>Null when there is none of that name.</returns>
    public static WorkloadOptions? Find(string name) => name switch
    {
        "a5" => new WorkloadOptions(),
        "b7" => new WorkloadOptions { SamplesPerDatagram = 7, WithSwitch = false, WithRouter = false },
        _ => null,
    };
}
