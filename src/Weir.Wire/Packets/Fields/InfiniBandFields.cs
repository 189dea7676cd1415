namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the InfiniBand base transport header (InfiniBand Architecture Specification section 9.2).</summary>
public static class InfiniBandFields
{
    /// <summary>Transport in the top 3 bits, operation in the lower 5.</summary>
    public static readonly PacketField Opcode = PacketField.Number(LayerKind.InfiniBand, "opcode", 0, 8);

    /// <summary>SE bit.</summary>
    public static readonly PacketField SolicitedEvent = PacketField.Flag(LayerKind.InfiniBand, "solicited_event", 8);

    /// <summary>M bit.</summary>
    public static readonly PacketField MigrationState = PacketField.Flag(LayerKind.InfiniBand, "migration_state", 9);

    /// <summary>Pad bytes of the payload.</summary>
    public static readonly PacketField PadCount = PacketField.Number(LayerKind.InfiniBand, "pad_count", 10, 2);

    /// <summary>TVer.</summary>
    public static readonly PacketField TransportVersion = PacketField.Number(LayerKind.InfiniBand, "transport_version", 12, 4);

    /// <summary>Partition key.</summary>
    public static readonly PacketField PartitionKey = PacketField.Number(LayerKind.InfiniBand, "partition_key", 16, 16);

    /// <summary>Destination queue pair.</summary>
    public static readonly PacketField DestinationQueuePair = PacketField.Number(LayerKind.InfiniBand, "destination_queue_pair", 40, 24);

    /// <summary>A bit.</summary>
    public static readonly PacketField AckRequest = PacketField.Flag(LayerKind.InfiniBand, "ack_request", 64);

    /// <summary>Packet sequence number.</summary>
    public static readonly PacketField PacketSequenceNumber = PacketField.Number(LayerKind.InfiniBand, "packet_sequence_number", 72, 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Opcode, SolicitedEvent, MigrationState, PadCount, TransportVersion, PartitionKey, DestinationQueuePair, AckRequest, PacketSequenceNumber];
}
