namespace Weir.Wire.Packets.Decoding;

/// <summary>Ethernet II and 802.3 (IEEE 802.3 section 3).</summary>
internal static class EthernetDecoder
{
    private const int Length = 14;

    /// <summary>Notes the header; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        ushort type = cursor.PeekUInt16(12);
        return cursor.TryTake(LayerKind.Ethernet, Length) ? Next(type, ref cursor) : LayerKind.None;
    }

    /// <summary>What an EtherType announces; a length ends the packet there.</summary>
    public static LayerKind Next(ushort type, ref PacketCursor cursor)
    {
        if (type >= EtherTypes.First)
        {
            return EtherTypes.Next(type);
        }

        cursor.CutAt(cursor.Offset + type);
        return LayerKind.Llc;
    }
}
