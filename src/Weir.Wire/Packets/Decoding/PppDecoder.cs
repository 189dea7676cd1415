namespace Weir.Wire.Packets.Decoding;

/// <summary>PPPoE sessions and PPP (RFC 2516, RFC 1661, RFC 1662).</summary>
internal static class PppDecoder
{
    private const int SessionLength = 6;

    /// <summary>Notes a PPPoE header; PPP follows in session data, nothing known in discovery.</summary>
    public static LayerKind StepSession(ref PacketCursor cursor)
    {
        byte code = cursor.PeekByte(1);
        ushort length = cursor.PeekUInt16(4);
        if (!cursor.TryTake(LayerKind.Pppoe, SessionLength) || code != 0)
        {
            return LayerKind.None;
        }

        cursor.CutAt(cursor.Offset + length);
        return LayerKind.Ppp;
    }

    /// <summary>Notes the protocol field, behind address and control bytes if they are there; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        if (cursor.Remaining == 1 && cursor.PeekByte() == 0xff)
        {
            cursor.Packet.IsTruncated = true;
            return LayerKind.None;
        }

        if (cursor.PeekUInt16() == 0xff03)
        {
            cursor.Offset += 2;
        }

        // RFC 1661 section 6.5: an odd first byte is a protocol compressed to one byte.
        bool compressed = (cursor.PeekByte() & 1) != 0;
        int protocol = compressed ? cursor.PeekByte() : cursor.PeekUInt16();
        return !cursor.TryTake(LayerKind.Ppp, compressed ? 1 : 2) ? LayerKind.None : protocol switch
        {
            0x0021 => LayerKind.Ip4,
            0x0057 => LayerKind.Ip6,
            0x0281 or 0x0283 => LayerKind.Mpls,
            _ => LayerKind.None,
        };
    }
}
