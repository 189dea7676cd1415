namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the IPv6 extension header of any other type (RFC 8200 section 4).</summary>
public static class Ip6ExtensionFields
{
    /// <summary>What follows.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.Ip6Extension, "next_header", 0, 8);

    /// <summary>Length in 8-byte units beyond the first.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Ip6Extension, "length", 8, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [NextHeader, Length];
}
