namespace Weir.Wire.Packets.Decoding;

/// <summary>802.2 LLC and SNAP (IEEE 802.2; RFC 1042).</summary>
internal static class LlcDecoder
{
    private const int Length = 3;
    private const int SnapLength = 8;
    private const int SpanningTreeSap = 0x42;
    private const int IpSap = 0x06;

    /// <summary>Notes the header; says what follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        ushort saps = cursor.PeekUInt16();
        if (saps != 0xaaaa)
        {
            bool whole = cursor.TryTake(LayerKind.Llc, Length);
            return !whole ? LayerKind.None : (saps & 0xff) switch { SpanningTreeSap => LayerKind.Stp, IpSap => LayerKind.Ip4, _ => LayerKind.None };
        }

        // RFC 1042 uses organisation code 0, 802.1H the bridge tunnel code 00-00-F8.
        bool encapsulated = cursor.PeekUInt16(3) == 0 && cursor.PeekByte(5) is 0 or 0xf8;
        ushort type = cursor.PeekUInt16(6);
        return cursor.TryTake(LayerKind.Llc, SnapLength) && encapsulated ? EtherTypes.Next(type) : LayerKind.None;
    }
}
