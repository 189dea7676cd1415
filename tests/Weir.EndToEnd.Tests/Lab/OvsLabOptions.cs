namespace Weir.EndToEnd.Tests.Lab;

/// <summary>How the lab's switch exports sFlow.</summary>
internal sealed record OvsLabOptions
{
    /// <summary>UDP port on 127.0.0.1 that takes the datagrams.</summary>
    public required int SFlowPort { get; init; }

    /// <summary>One packet in so many is sampled.</summary>
    public int Sampling { get; init; } = 10;

    /// <summary>Seconds between counter samples.</summary>
    public int PollingSeconds { get; init; } = 1;

    /// <summary>Bytes kept of each packet.</summary>
    public int HeaderBytes { get; init; } = 128;
}
