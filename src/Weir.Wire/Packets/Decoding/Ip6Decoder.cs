namespace Weir.Wire.Packets.Decoding;

/// <summary>IPv6 (RFC 8200 section 3).</summary>
internal static class Ip6Decoder
{
    private const int Length = 40;
    private const byte RoutingHeader = 43;

    /// <summary>Notes the header; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        if (cursor.Remaining > 0 && cursor.PeekByte() >> 4 != 6)
        {
            return LayerKind.None;
        }

        byte next = cursor.PeekByte(6);
        ushort payload = cursor.PeekUInt16(4);
        if (!cursor.TryTake(LayerKind.Ip6, Length))
        {
            return LayerKind.None;
        }

        // A payload length of 0 is a jumbogram's, or left by segmentation offload.
        cursor.CutAt(payload == 0 ? int.MaxValue : cursor.Offset + payload);
        return Follow(next, ref cursor);
    }

    /// <summary>What a next header number announces at the cursor.</summary>
    public static LayerKind Follow(byte next, ref PacketCursor cursor)
    {
        if (next == RoutingHeader && cursor.Remaining < 3)
        {
            // The capture ends before the byte that says which routing header it is.
            cursor.Packet.IsTruncated = true;
            return LayerKind.None;
        }

        return IpProtocols.NextIp6(next, cursor.PeekByte(2));
    }
}
