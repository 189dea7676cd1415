namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the 802.2 LLC and SNAP (IEEE 802.2, RFC 1042).</summary>
public static class LlcFields
{
    /// <summary>Destination service access point.</summary>
    public static readonly PacketField DestinationSap = PacketField.Number(LayerKind.Llc, "destination_sap", 0, 8);

    /// <summary>Source service access point.</summary>
    public static readonly PacketField SourceSap = PacketField.Number(LayerKind.Llc, "source_sap", 8, 8);

    /// <summary>First control byte.</summary>
    public static readonly PacketField Control = PacketField.Number(LayerKind.Llc, "control", 16, 8);

    /// <summary>SNAP organisation code.</summary>
    public static readonly PacketField Oui = PacketField.Number(LayerKind.Llc, "oui", 24, 24);

    /// <summary>SNAP protocol, an EtherType when the organisation code is 0.</summary>
    public static readonly PacketField ProtocolId = PacketField.Number(LayerKind.Llc, "protocol_id", 48, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [DestinationSap, SourceSap, Control, Oui, ProtocolId];
}
