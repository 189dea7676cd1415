namespace Weir.Wire.Packets.Decoding;

/// <summary>ERSPAN types II and III (draft-foschiano-erspan, inside GRE, RFC 2784).</summary>
internal static class ErspanDecoder
{
    private const int Type2Length = 8;
    private const int Type3Length = 12;
    private const int PlatformLength = 8;

    /// <summary>Notes the header; the mirrored frame follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        bool type3 = cursor.PeekByte() >> 4 == 2;
        bool platform = type3 && (cursor.PeekByte(11) & 1) != 0;
        int frameType = type3 ? (cursor.PeekByte(10) >> 2) & 0x1f : 0;
        int length = type3 ? Type3Length + (platform ? PlatformLength : 0) : Type2Length;
        if (!cursor.TryTake(LayerKind.Erspan, length))
        {
            return LayerKind.None;
        }

        // Type III also mirrors bare IP packets, and things that are neither.
        return frameType switch
        {
            0 => LayerKind.Ethernet,
            2 => cursor.PeekByte() >> 4 == 6 ? LayerKind.Ip6 : LayerKind.Ip4,
            _ => LayerKind.None,
        };
    }
}
