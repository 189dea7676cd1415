namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the Authentication header (RFC 4302 section 2).</summary>
public static class AhFields
{
    /// <summary>What follows.</summary>
    public static readonly PacketField NextHeader = PacketField.Number(LayerKind.Ah, "next_header", 0, 8);

    /// <summary>Security parameters index.</summary>
    public static readonly PacketField Spi = PacketField.Number(LayerKind.Ah, "spi", 32, 32);

    /// <summary>Sequence number.</summary>
    public static readonly PacketField SequenceNumber = PacketField.Number(LayerKind.Ah, "sequence_number", 64, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [NextHeader, Spi, SequenceNumber];
}
