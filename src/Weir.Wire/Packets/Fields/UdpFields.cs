namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the UDP header (RFC 768).</summary>
public static class UdpFields
{
    /// <summary>Source port.</summary>
    public static readonly PacketField SourcePort = PacketField.Number(LayerKind.Udp, "source_port", 0, 16);

    /// <summary>Destination port.</summary>
    public static readonly PacketField DestinationPort = PacketField.Number(LayerKind.Udp, "destination_port", 16, 16);

    /// <summary>Length in bytes, header included.</summary>
    public static readonly PacketField Length = PacketField.Number(LayerKind.Udp, "length", 32, 16);

    /// <summary>Checksum; 0 for none.</summary>
    public static readonly PacketField Checksum = PacketField.Number(LayerKind.Udp, "checksum", 48, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [SourcePort, DestinationPort, Length, Checksum];
}
