namespace Weir.Wire.Packets.Decoding;

/// <summary>Geneve (RFC 8926 section 3.4).</summary>
internal static class GeneveDecoder
{
    private const int FixedLength = 8;

    /// <summary>Notes the header with its options; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        byte first = cursor.PeekByte();
        ushort protocol = cursor.PeekUInt16(2);
        bool known = first >> 6 == 0;
        return cursor.TryTake(LayerKind.Geneve, FixedLength + ((first & 0x3f) * 4)) && known ? EtherTypes.Next(protocol) : LayerKind.None;
    }
}
