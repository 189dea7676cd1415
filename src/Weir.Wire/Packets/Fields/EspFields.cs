namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ESP (RFC 4303 section 2).</summary>
public static class EspFields
{
    /// <summary>Security parameters index.</summary>
    public static readonly PacketField Spi = PacketField.Number(LayerKind.Esp, "spi", 0, 32);

    /// <summary>Sequence number.</summary>
    public static readonly PacketField SequenceNumber = PacketField.Number(LayerKind.Esp, "sequence_number", 32, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Spi, SequenceNumber];
}
