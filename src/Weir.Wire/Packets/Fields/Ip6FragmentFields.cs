namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv6 fragment header (RFC 8200 section 4.5).</summary>
public static class Ip6FragmentFields
{
    /// <summary>Protocol of the fragmented packet.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.Ip6Fragment, "next_header", 0, 8);

    /// <summary>Fragment offset in units of 8 bytes.</summary>
    public static readonly PacketField Offset = PacketField.Number(LayerKind.Ip6Fragment, "offset", 16, 13);

    /// <summary>True for all but the last fragment.</summary>
    public static readonly PacketField MoreFragments = PacketField.Flag(LayerKind.Ip6Fragment, "more_fragments", 31);

    /// <summary>Identification.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Ip6Fragment, "id", 32, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [NextHeader, Offset, MoreFragments, Id];
}
