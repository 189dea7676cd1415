namespace Weir.Wire.Packets.Decoding;

/// <summary>VXLAN (RFC 7348 section 5) and VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe).</summary>
internal static class VxlanDecoder
{
    private const int Length = 8;
    private const int NextProtocolBit = 0x04;

    /// <summary>Notes the header; says what follows: Ethernet, unless the P bit says that there is a next protocol.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        bool generic = (cursor.PeekByte() & NextProtocolBit) != 0;
        byte protocol = cursor.PeekByte(3);
        if (!cursor.TryTake(LayerKind.Vxlan, Length))
        {
            return LayerKind.None;
        }

        return generic ? NshDecoder.Next(protocol) : LayerKind.Ethernet;
    }
}
