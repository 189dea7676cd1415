namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ACK extended transport header (InfiniBand Architecture Specification section 9.3.5).</summary>
public static class InfiniBandAckFields
{
    /// <summary>Kind of acknowledgment in bits 6 and 5, credit count or timer in the lower 5.</summary>
    public static readonly PacketField Syndrome = PacketField.Number(LayerKind.InfiniBandAck, "syndrome", 0, 8);

    /// <summary>Message sequence number.</summary>
    public static readonly PacketField MessageSequenceNumber = PacketField.Number(LayerKind.InfiniBandAck, "message_sequence_number", 8, 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Syndrome, MessageSequenceNumber];
}
