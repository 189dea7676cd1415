namespace Weir.Wire.Packets.Decoding;

/// <summary>Network Service Header (RFC 8300 section 2).</summary>
internal static class NshDecoder
{
    private const int MinimumLength = 8;

    /// <summary>Notes the header with its metadata; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        int length = (cursor.PeekByte(1) & 0x3f) * 4;
        byte protocol = cursor.PeekByte(3);
        return cursor.TryTake(LayerKind.Nsh, Math.Max(length, MinimumLength)) && length >= MinimumLength ? Next(protocol) : LayerKind.None;
    }

    /// <summary>What a next protocol number announces, here and in VXLAN-GPE.</summary>
    public static LayerKind Next(byte protocol) => protocol switch
    {
        1 => LayerKind.Ip4,
        2 => LayerKind.Ip6,
        3 => LayerKind.Ethernet,
        4 => LayerKind.Nsh,
        5 => LayerKind.Mpls,
        _ => LayerKind.None,
    };
}
