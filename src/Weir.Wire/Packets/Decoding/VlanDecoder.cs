namespace Weir.Wire.Packets.Decoding;

/// <summary>VLAN tags, stacked or not (IEEE 802.1Q section 9.6).</summary>
internal static class VlanDecoder
{
    private const int Length = 4;

    /// <summary>Notes one tag; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        ushort type = cursor.PeekUInt16(2);
        return cursor.TryTake(LayerKind.Vlan, Length) ? EthernetDecoder.Next(type, ref cursor) : LayerKind.None;
    }
}
