namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv4 header (RFC 791 section 3.1).</summary>
public static class Ip4Fields
{
    /// <summary>4.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Ip4, "version", 0, 4);

    /// <summary>Header length in 32-bit words.</summary>
    public static readonly PacketField HeaderLength = PacketField.Number(LayerKind.Ip4, "header_length", 4, 4);

    /// <summary>Type of service byte.</summary>
    public static readonly PacketField Tos = PacketField.Number(LayerKind.Ip4, "tos", 8, 8);

    /// <summary>Differentiated services code point (RFC 2474).</summary>
    public static readonly PacketField Dscp = PacketField.Number(LayerKind.Ip4, "dscp", 8, 6);

    /// <summary>Congestion notification (RFC 3168).</summary>
    public static readonly PacketField Ecn = PacketField.Bits(LayerKind.Ip4, "ecn", 14, 2);

    /// <summary>Datagram length in bytes, header included.</summary>
    public static readonly PacketField TotalLength = PacketField.Number(LayerKind.Ip4, "total_length", 16, 16);

    /// <summary>Identification.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Ip4, "id", 32, 16);

    /// <summary>Reserved, do not fragment, more fragments.</summary>
    public static readonly PacketField Flags = PacketField.Bits(LayerKind.Ip4, "flags", 48, 3);

    /// <summary>Fragment offset in units of 8 bytes.</summary>
    public static readonly PacketField FragmentOffset = PacketField.Number(LayerKind.Ip4, "fragment_offset", 51, 13);

    /// <summary>Time to live, hops.</summary>
    public static readonly PacketField TimeToLive = PacketField.Number(LayerKind.Ip4, "time_to_live", 64, 8);

    /// <summary>Protocol number.</summary>
    public static readonly PacketField Protocol = PacketField.Number(LayerKind.Ip4, "protocol", 72, 8);

    /// <summary>Header checksum.</summary>
    public static readonly PacketField Checksum = PacketField.Number(LayerKind.Ip4, "checksum", 80, 16);

    /// <summary>Source address.</summary>
    public static readonly PacketField Source = PacketField.Ip4(LayerKind.Ip4, "source", 12);

    /// <summary>Destination address.</summary>
    public static readonly PacketField Destination = PacketField.Ip4(LayerKind.Ip4, "destination", 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, HeaderLength, Tos, Dscp, Ecn, TotalLength, Id, Flags, FragmentOffset, TimeToLive, Protocol, Checksum, Source, Destination];
}
