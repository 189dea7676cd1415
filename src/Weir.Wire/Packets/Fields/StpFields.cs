namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Spanning tree BPDU (IEEE 802.1D section 9.3).</summary>
public static class StpFields
{
    /// <summary>0.</summary>
    public static readonly PacketField ProtocolId = PacketField.Number(LayerKind.Stp, "protocol_id", 0, 16);

    /// <summary>0 STP, 2 RSTP, 3 MSTP.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Stp, "version", 16, 8);

    /// <summary>0 configuration, 2 rapid, 128 topology change.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Stp, "type", 24, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [ProtocolId, Version, Type];
}
