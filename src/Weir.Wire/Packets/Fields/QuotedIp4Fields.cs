namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv4 header of the datagram quoted in an ICMP error (RFC 792).</summary>
public static class QuotedIp4Fields
{
    /// <summary>Original protocol number.</summary>
    public static readonly PacketField Protocol = PacketField.Number(LayerKind.QuotedIp4, "protocol", 72, 8);

    /// <summary>Original source address.</summary>
    public static readonly PacketField Source = PacketField.Ip4(LayerKind.QuotedIp4, "source", 12);

    /// <summary>Original destination address.</summary>
    public static readonly PacketField Destination = PacketField.Ip4(LayerKind.QuotedIp4, "destination", 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Protocol, Source, Destination];
}
