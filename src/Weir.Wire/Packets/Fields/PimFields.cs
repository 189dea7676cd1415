namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the PIM header (RFC 7761 section 4.9).</summary>
public static class PimFields
{
    /// <summary>2.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Pim, "version", 0, 4);

    /// <summary>Message type.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Pim, "type", 4, 4);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version, Type];
}
