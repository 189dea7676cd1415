namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the TCP header (RFC 9293 section 3.1).</summary>
public static class TcpFields
{
    /// <summary>Source port.</summary>
    public static readonly PacketField SourcePort = PacketField.Number(LayerKind.Tcp, "source_port", 0, 16);

    /// <summary>Destination port.</summary>
    public static readonly PacketField DestinationPort = PacketField.Number(LayerKind.Tcp, "destination_port", 16, 16);

    /// <summary>Sequence number.</summary>
    public static readonly PacketField SequenceNumber = PacketField.Number(LayerKind.Tcp, "sequence_number", 32, 32);

    /// <summary>Acknowledgment number.</summary>
    public static readonly PacketField AcknowledgmentNumber = PacketField.Number(LayerKind.Tcp, "acknowledgment_number", 64, 32);

    /// <summary>Header length in 32-bit words.</summary>
    public static readonly PacketField DataOffset = PacketField.Number(LayerKind.Tcp, "data_offset", 96, 4);

    /// <summary>NS CWR ECE URG ACK PSH RST SYN FIN.</summary>
    public static readonly PacketField Flags = PacketField.Bits(LayerKind.Tcp, "flags", 103, 9);

    /// <summary>Window, unscaled.</summary>
    public static readonly PacketField Window = PacketField.Number(LayerKind.Tcp, "window", 112, 16);

    /// <summary>Checksum.</summary>
    public static readonly PacketField Checksum = PacketField.Number(LayerKind.Tcp, "checksum", 128, 16);

    /// <summary>Urgent pointer.</summary>
    public static readonly PacketField UrgentPointer = PacketField.Number(LayerKind.Tcp, "urgent_pointer", 144, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [SourcePort, DestinationPort, SequenceNumber, AcknowledgmentNumber, DataOffset, Flags, Window, Checksum, UrgentPointer];
}
