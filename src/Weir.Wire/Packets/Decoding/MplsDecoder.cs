namespace Weir.Wire.Packets.Decoding;

/// <summary>MPLS labels and what they carry (RFC 3032, RFC 4385, RFC 4448, RFC 4928).</summary>
internal static class MplsDecoder
{
    private const int Length = 4;
    private const int ControlWordLength = 4;
    private const int EthernetLength = 14;

    /// <summary>Notes one label; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        bool bottom = (cursor.PeekByte(2) & 1) != 0;
        if (!cursor.TryTake(LayerKind.Mpls, Length))
        {
            return LayerKind.None;
        }

        return bottom ? Payload(ref cursor) : LayerKind.Mpls;
    }

    /// <summary>Nothing says what lies below the last label: it is told from its first bytes.</summary>
    private static LayerKind Payload(ref PacketCursor cursor)
    {
        byte first = cursor.PeekByte();
        switch (first >> 4)
        {
            case 4 when (first & 0x0f) >= 5 && cursor.PeekUInt16(2) >= 20:
                return LayerKind.Ip4;
            case 6 when !LooksLikeEthernet(ref cursor, 0):
                return LayerKind.Ip6;
            case 0 when cursor.Remaining < ControlWordLength + EthernetLength:
                // Too little was captured to tell a control word from a MAC address.
                cursor.Packet.IsTruncated = true;
                return LayerKind.None;
            case 0 when IsControlWord(ref cursor):
                return cursor.TryTake(LayerKind.ControlWord, ControlWordLength) ? LayerKind.Ethernet : LayerKind.None;
            default:
                cursor.Packet.IsTruncated |= cursor.Remaining < EthernetLength;
                return LooksLikeEthernet(ref cursor, 0) ? LayerKind.Ethernet : LayerKind.None;
        }
    }

    /// <summary>A control word begins with a zero nibble, but so do the MAC addresses of many vendors.</summary>
    private static bool IsControlWord(ref PacketCursor cursor) =>
        LooksLikeEthernet(ref cursor, ControlWordLength) || (cursor.PeekUInt16() == 0 && !LooksLikeEthernet(ref cursor, 0));

    /// <summary>True when an EtherType known here stands where an Ethernet header would have it.</summary>
    private static bool LooksLikeEthernet(ref PacketCursor cursor, int ahead) => EtherTypes.Next(cursor.PeekUInt16(ahead + 12)) != LayerKind.None;
}
