namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the GRE header (RFC 2784 section 2, RFC 2890 section 2).</summary>
public static class GreFields
{
    /// <summary>C bit.</summary>
    public static readonly PacketField ChecksumPresent = PacketField.Flag(LayerKind.Gre, "checksum_present", 0);

    /// <summary>K bit.</summary>
    public static readonly PacketField KeyPresent = PacketField.Flag(LayerKind.Gre, "key_present", 2);

    /// <summary>S bit.</summary>
    public static readonly PacketField SequencePresent = PacketField.Flag(LayerKind.Gre, "sequence_present", 3);

    /// <summary>0, or 1 for PPTP.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Gre, "version", 13, 3);

    /// <summary>EtherType of the payload.</summary>
    public static readonly PacketField Protocol = PacketField.Number(LayerKind.Gre, "protocol", 16, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [ChecksumPresent, KeyPresent, SequencePresent, Version, Protocol];
}
