namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the PPP protocol field (RFC 1661 section 2).</summary>
public static class PppFields
{
    /// <summary>Protocol number; not there when the field is compressed to one byte.</summary>
    public static readonly PacketField Protocol = PacketField.Number(LayerKind.Ppp, "protocol", 0, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Protocol];
}
