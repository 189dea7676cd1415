using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>A UDP datagram found in a packet.</summary>
internal readonly ref struct UdpView
{
    public NetworkAddress Source { get; init; }

    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>True when the capture kept only a part of the payload.</summary>
    public bool IsCut { get; init; }
}
