namespace Weir.Wire.Packets.Decoding;

/// <summary>IPv6 (RFC 8200 section 3).</summary>
internal static class Ip6Decoder
{
    private const int Length = 40;

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
        return IpProtocols.NextIp6(next, cursor.PeekByte(2));
    }
}
