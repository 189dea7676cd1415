namespace Weir.Ingest.Udp;

/// <summary>Totals of one receive socket since start.</summary>
public sealed record UdpSocketStatistics
{
    /// <summary>Shard that the socket feeds, from 0.</summary>
    public required int Shard { get; init; }

    /// <summary>Datagrams handed to the shard.</summary>
    public required long Datagrams { get; init; }

    /// <summary>Payload bytes handed to the shard.</summary>
    public required long Bytes { get; init; }

    /// <summary>Receive calls that brought at least one datagram; datagrams divided by this is the batch size.</summary>
    public required long Batches { get; init; }

    /// <summary>Datagrams that the kernel dropped because the socket buffer was full (SO_RXQ_OVFL); 0 where the system does not say.</summary>
    public required long KernelDrops { get; init; }

    /// <summary>Datagrams dropped because their source is not in the list of allowed sources.</summary>
    public required long Refused { get; init; }

    /// <summary>Receive calls that failed.</summary>
    public required long ReceiveErrors { get; init; }

    /// <summary>Datagrams whose processing threw: each is a bug in Weir and is in the log.</summary>
    public required long Faults { get; init; }

    /// <summary>Socket buffer that was granted, in bytes of the wanted unit (half of what Linux accounts).</summary>
    public required int ReceiveBufferBytes { get; init; }

    /// <summary>Lengths that <see cref="PausesLonger"/> compares with, in microseconds, ascending.</summary>
    public static IReadOnlyList<long> PauseBoundsUs => PauseMeter.Bounds;

    /// <summary>
    /// Longest time, in microseconds, that the socket waited for its receive loop, which worked, rested or had no core. The socket buffer has to bridge it.
    /// </summary>
    public required long LongestPauseUs { get; init; }

    /// <summary>Pauses longer than each of <see cref="PauseBoundsUs"/>; a longer one counts at the shorter bounds too.</summary>
    public required IReadOnlyList<long> PausesLonger { get; init; }
}
