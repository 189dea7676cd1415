namespace Weir.Wire.Packets.Decoding;

/// <summary>ICMP and ICMPv6, with the datagram their errors quote (RFC 792, RFC 4443 section 3).</summary>
internal static class IcmpDecoder
{
    private const int Length = 8;
    private const int Ip6Length = 40;
    private const int MinimumIp4Length = 20;

    /// <summary>RFC 792 promises so many bytes of the quoted transport header; that is enough for the ports.</summary>
    private const int QuotedTransportLength = 8;

    /// <summary>Notes the header and, in errors, the quoted ones. Nothing follows.</summary>
    public static LayerKind Step(LayerKind kind, ref PacketCursor cursor)
    {
        byte type = cursor.PeekByte();
        if (!cursor.TryTake(kind, Length))
        {
            return LayerKind.None;
        }

        if (kind == LayerKind.Icmp4 && type is 3 or 4 or 5 or 11 or 12)
        {
            QuoteIp4(ref cursor);
        }
        else if (kind == LayerKind.Icmp6 && type is >= 1 and <= 4)
        {
            QuoteIp6(ref cursor);
        }

        return LayerKind.None;
    }

    private static void QuoteIp4(ref PacketCursor cursor)
    {
        int length = (cursor.PeekByte() & 0x0f) * 4;
        bool laterFragment = (cursor.PeekUInt16(6) & 0x1fff) != 0;
        if (cursor.Remaining > 0 && (cursor.PeekByte() >> 4 != 4 || length < MinimumIp4Length))
        {
            return;
        }

        if (cursor.TryTake(LayerKind.QuotedIp4, Math.Max(length, MinimumIp4Length)) && !laterFragment)
        {
            cursor.TryNote(LayerKind.QuotedTransport, QuotedTransportLength);
        }
    }

    private static void QuoteIp6(ref PacketCursor cursor)
    {
        byte next = cursor.PeekByte(6);
        if (cursor.Remaining > 0 && cursor.PeekByte() >> 4 != 6)
        {
            return;
        }

        bool more = cursor.TryTake(LayerKind.QuotedIp6, Ip6Length);
        while (more && IpProtocols.NextIp6(next, 0) is LayerKind.Ip6Extension or LayerKind.Ip6Fragment)
        {
            bool fragment = next == 44;
            bool laterFragment = fragment && (cursor.PeekUInt16(2) & 0xfff8) != 0;
            int length = fragment ? 8 : (cursor.PeekByte(1) + 1) * 8;
            next = cursor.PeekByte();
            more = cursor.TryTake(LayerKind.QuotedExtension, length) && !laterFragment;
        }

        if (more)
        {
            cursor.TryNote(LayerKind.QuotedTransport, QuotedTransportLength);
        }
    }
}
