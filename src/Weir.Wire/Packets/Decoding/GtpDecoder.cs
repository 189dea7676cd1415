namespace Weir.Wire.Packets.Decoding;

/// <summary>GTP version 1 with its extension headers (3GPP TS 29.281 section 5), over UDP (RFC 768).</summary>
internal static class GtpDecoder
{
    private const int FixedLength = 8;
    private const int OptionalLength = 4;
    private const int OptionalBits = 0x07;
    private const int ExtensionBit = 0x04;
    private const byte UserData = 255;

    /// <summary>Notes the header with its extensions; IP follows in user data, nothing known in other messages.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        byte flags = cursor.PeekByte();
        byte message = cursor.PeekByte(1);
        bool version1 = flags >> 5 == 1;
        int length = version1 ? LengthOf(flags, ref cursor) : FixedLength;
        if (!cursor.TryTake(LayerKind.Gtp, length) || !version1 || message != UserData)
        {
            return LayerKind.None;
        }

        return (cursor.PeekByte() >> 4) switch { 4 => LayerKind.Ip4, 6 => LayerKind.Ip6, _ => LayerKind.None };
    }

    private static int LengthOf(byte flags, ref PacketCursor cursor)
    {
        if ((flags & OptionalBits) == 0)
        {
            return FixedLength;
        }

        int length = FixedLength + OptionalLength;
        bool more = (flags & ExtensionBit) != 0 && cursor.PeekByte(length - 1) != 0;
        while (more && cursor.PeekByte(length) != 0)
        {
            // An extension states its length in words of 4 bytes; its last byte is the type of the next one.
            length += cursor.PeekByte(length) * 4;
            more = cursor.PeekByte(length - 1) != 0;
        }

        return length;
    }
}
