using Weir.Wire;

namespace Weir.Load;

/// <summary>One attack on one address, as an agent's samples show it.</summary>
internal sealed record AttackOptions
{
    /// <summary>UDP ports on 127.0.0.1; each gets every datagram.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>The address attacked.</summary>
    public required NetworkAddress Victim { get; init; }

    /// <summary>Packets a second that the attack has.</summary>
    public double PacketsPerSecond { get; init; } = 100_000;

    /// <summary>One packet in so many is sampled.</summary>
    public int SamplingRate { get; init; } = 1_000;

    /// <summary>How long; at most a minute.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>Seed of the gaps between samples and of the sources.</summary>
    public ulong Seed { get; init; } = 1;
}
