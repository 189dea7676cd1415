namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Geneve header (RFC 8926 section 3.4).</summary>
public static class GeneveFields
{
    /// <summary>Length of the options in 32-bit words.</summary>
    public static readonly PacketField OptionsLength = PacketField.Number(LayerKind.Geneve, "options_length", 2, 6);

    /// <summary>O bit.</summary>
    public static readonly PacketField Control = PacketField.Flag(LayerKind.Geneve, "control", 8);

    /// <summary>C bit.</summary>
    public static readonly PacketField Critical = PacketField.Flag(LayerKind.Geneve, "critical", 9);

    /// <summary>EtherType of the payload.</summary>
    public static readonly PacketField Protocol = PacketField.Number(LayerKind.Geneve, "protocol", 16, 16);

    /// <summary>Virtual network identifier.</summary>
    public static readonly PacketField Vni = PacketField.Number(LayerKind.Geneve, "vni", 32, 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [OptionsLength, Control, Critical, Protocol, Vni];
}
