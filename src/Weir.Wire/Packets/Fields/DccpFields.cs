namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the DCCP header (RFC 4340 section 5.1).</summary>
public static class DccpFields
{
    /// <summary>Source port.</summary>
    public static readonly PacketField SourcePort = PacketField.Number(LayerKind.Dccp, "source_port", 0, 16);

    /// <summary>Destination port.</summary>
    public static readonly PacketField DestinationPort = PacketField.Number(LayerKind.Dccp, "destination_port", 16, 16);

    /// <summary>Packet type.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Dccp, "type", 67, 4);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [SourcePort, DestinationPort, Type];
}
