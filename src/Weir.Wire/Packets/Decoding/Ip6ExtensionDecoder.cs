namespace Weir.Wire.Packets.Decoding;

/// <summary>IPv6 extension headers and AH (RFC 8200 section 4, RFC 8754 section 2, RFC 4302 section 2).</summary>
internal static class Ip6ExtensionDecoder
{
    private const int FragmentLength = 8;

    /// <summary>Notes one extension header; says what follows. Behind a later fragment nothing follows.</summary>
    public static LayerKind Step(LayerKind kind, ref PacketCursor cursor)
    {
        byte next = cursor.PeekByte();
        bool laterFragment = kind == LayerKind.Ip6Fragment && (cursor.PeekUInt16(2) & 0xfff8) != 0;
        int length = kind == LayerKind.Ip6Fragment ? FragmentLength : (cursor.PeekByte(1) + 1) * 8;
        return cursor.TryTake(kind, length) && !laterFragment ? Ip6Decoder.Follow(next, ref cursor) : LayerKind.None;
    }

    /// <summary>Notes an authentication header, behind IPv4 or IPv6; says what follows.</summary>
    public static LayerKind StepAuthentication(ref PacketCursor cursor)
    {
        byte next = cursor.PeekByte();
        int length = (cursor.PeekByte(1) + 2) * 4;
        return cursor.TryTake(LayerKind.Ah, length) ? Ip6Decoder.Follow(next, ref cursor) : LayerKind.None;
    }
}
