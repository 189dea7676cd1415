namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv6 header of the packet quoted in an ICMPv6 error (RFC 4443 section 3).</summary>
public static class QuotedIp6Fields
{
    /// <summary>Original next header.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.QuotedIp6, "next_header", 48, 8);

    /// <summary>Original source address.</summary>
    public static readonly PacketField Source = PacketField.Ip6(LayerKind.QuotedIp6, "source", 8);

    /// <summary>Original destination address.</summary>
    public static readonly PacketField Destination = PacketField.Ip6(LayerKind.QuotedIp6, "destination", 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [NextHeader, Source, Destination];
}
