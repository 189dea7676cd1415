namespace Weir.Wire.Packets.Decoding;

/// <summary>RoCEv2: the InfiniBand transport headers in UDP (InfiniBand Architecture Specification sections 9.2 and 9.3, annex A17).</summary>
internal static class InfiniBandDecoder
{
    private const int BaseLength = 12;
    private const int RdmaLength = 16;
    private const int AckLength = 4;
    private const int ReliableDatagram = 2;
    private const int UnreliableDatagram = 3;
    private const int Congestion = 4;
    private const int ExtendedReliable = 5;

    /// <summary>Notes the base header and the extended header its operation has. Nothing follows.</summary>
    public static LayerKind Step(ref PacketCursor cursor)
    {
        byte opcode = cursor.PeekByte();
        int transport = opcode >> 5;
        int operation = opcode & 0x1f;
        if (!cursor.TryTake(LayerKind.InfiniBand, BaseLength) || transport is UnreliableDatagram or Congestion)
        {
            return LayerKind.None;
        }

        if (operation is 6 or 10 or 11 or 12)
        {
            // Reliable datagrams have 12 bytes of their own before it, extended reliable connections 4.
            cursor.Offset += transport switch { ReliableDatagram => 12, ExtendedReliable => 4, _ => 0 };
            cursor.TryTake(LayerKind.InfiniBandRdma, RdmaLength);
        }
        else if (operation is 13 or 15 or 16 or 17 or 18)
        {
            cursor.Offset += transport == ReliableDatagram ? 4 : 0;
            cursor.TryTake(LayerKind.InfiniBandAck, AckLength);
        }

        return LayerKind.None;
    }
}
