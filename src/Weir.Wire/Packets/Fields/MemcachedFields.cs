namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Memcached frame header (memcached protocol.txt), carried by UDP (RFC 768).</summary>
public static class MemcachedFields
{
    /// <summary>Request identifier.</summary>
    public static readonly PacketField RequestId = PacketField.Number(LayerKind.Memcached, "request_id", 0, 16);

    /// <summary>Number of this datagram.</summary>
    public static readonly PacketField Sequence = PacketField.Number(LayerKind.Memcached, "sequence", 16, 16);

    /// <summary>Datagrams of the message.</summary>
    public static readonly PacketField Total = PacketField.Number(LayerKind.Memcached, "total", 32, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [RequestId, Sequence, Total];
}
