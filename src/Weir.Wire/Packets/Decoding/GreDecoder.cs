namespace Weir.Wire.Packets.Decoding;

/// <summary>GRE (RFC 2784, RFC 2890) and the version PPTP uses (RFC 2637 section 4.1).</summary>
internal static class GreDecoder
{
    private const int ChecksumBit = 0x80;
    private const int RoutingBit = 0x40;
    private const int KeyBit = 0x20;
    private const int SequenceBit = 0x10;
    private const int AcknowledgmentBit = 0x80;
    private const ushort ErspanTypes1And2 = 0x88be;
    private const ushort ErspanType3 = 0x22eb;

    /// <summary>Notes the header; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        byte flags = cursor.PeekByte();
        int version = cursor.PeekByte(1) & 0x07;
        ushort protocol = cursor.PeekUInt16(2);
        int length = version == 1
            ? 8 + Option(flags, SequenceBit) + Option(cursor.PeekByte(1), AcknowledgmentBit)
            : 4 + Option(flags, ChecksumBit | RoutingBit) + Option(flags, KeyBit) + Option(flags, SequenceBit);
        ushort pointPayload = cursor.PeekUInt16(4);
        if (!cursor.TryTake(LayerKind.Gre, length) || (flags & RoutingBit) != 0)
        {
            return LayerKind.None;
        }

        return version switch
        {
            0 => Next(protocol, (flags & SequenceBit) != 0),
            1 when pointPayload > 0 => LayerKind.Ppp,
            _ => LayerKind.None,
        };
    }

    /// <summary>ERSPAN type I has no header of its own; it is told from type II by the missing sequence number.</summary>
    private static LayerKind Next(ushort protocol, bool sequence) => protocol switch
    {
        ErspanTypes1And2 => sequence ? LayerKind.Erspan : LayerKind.Ethernet,
        ErspanType3 => LayerKind.Erspan,
        _ => EtherTypes.Next(protocol),
    };

    private static int Option(byte flags, int bit) => (flags & bit) != 0 ? 4 : 0;
}
