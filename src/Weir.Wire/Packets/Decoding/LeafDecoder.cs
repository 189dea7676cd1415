namespace Weir.Wire.Packets.Decoding;

/// <summary>Headers behind which nothing is decoded (RFC 826, RFC 1035, RFC 4303, RFC 5880, RFC 5905, RFC 9260 and others).</summary>
internal static class LeafDecoder
{
    /// <summary>Notes the header: at least its fixed part, at the most what there is.</summary>
    public static LayerKind Step(LayerKind kind, ref PacketCursor cursor)
    {
        (int least, int most) = SizeOf(kind);
        cursor.TryNote(kind, Math.Max(least, Math.Min(most, cursor.Remaining)));
        return LayerKind.None;
    }

    /// <summary>Fixed length in bytes, and how much of what follows belongs to the header.</summary>
    private static (int Least, int Most) SizeOf(LayerKind kind) => kind switch
    {
        LayerKind.Arp => (28, 28),
        LayerKind.Dns => (12, ushort.MaxValue),
        LayerKind.Esp => (8, 8),
        LayerKind.Sctp => (12, 16),
        LayerKind.Dccp => (12, 16),
        LayerKind.Igmp => (8, 8),
        LayerKind.Ospf => (16, 24),
        LayerKind.Vrrp => (8, 8),
        LayerKind.Pim => (4, 4),
        LayerKind.Ntp => (4, 48),
        LayerKind.Memcached => (8, 8),
        LayerKind.Quic => (7, 7),
        LayerKind.Bfd => (24, 24),
        LayerKind.SlowProtocol => (2, 2),
        LayerKind.Stp => (4, 35),
        _ => (1, ushort.MaxValue),
    };
}
