namespace Weir.Wire.Packets.Decoding;

/// <summary>L2TP version 2 over UDP (RFC 2661 section 3.1); version 3 (RFC 3931) is only recognised.</summary>
internal static class L2tpDecoder
{
    private const int ControlBit = 0x80;
    private const int LengthBit = 0x40;
    private const int SequenceBit = 0x08;
    private const int OffsetBit = 0x02;

    /// <summary>Notes the header; PPP follows in data messages.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        byte flags = cursor.PeekByte();
        int length = 6 + ((flags & LengthBit) != 0 ? 2 : 0) + ((flags & SequenceBit) != 0 ? 4 : 0);
        if ((flags & OffsetBit) != 0)
        {
            length += 2 + cursor.PeekUInt16(length);
        }

        bool data = (flags & ControlBit) == 0 && (cursor.PeekByte(1) & 0x0f) == 2;
        return cursor.TryTake(LayerKind.L2tp, length) && data && cursor.Remaining > 0 ? LayerKind.Ppp : LayerKind.None;
    }
}
