using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>One UDP datagram of a capture; valid until the reader reads on.</summary>
public readonly ref struct CaptureDatagram
{
    /// <summary>Time of capture in microseconds since the epoch, as the file says: it may go backwards.</summary>
    public long TimeUs { get; init; }

    /// <summary>IP source address.</summary>
    public NetworkAddress Source { get; init; }

    /// <summary>UDP source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>UDP destination port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>UDP payload, as much of it as was captured.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}
