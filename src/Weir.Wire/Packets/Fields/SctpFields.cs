namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the SCTP common header and first chunk type (RFC 9260 section 3).</summary>
public static class SctpFields
{
    /// <summary>Source port.</summary>
    public static readonly PacketField SourcePort = PacketField.Number(LayerKind.Sctp, "source_port", 0, 16);

    /// <summary>Destination port.</summary>
    public static readonly PacketField DestinationPort = PacketField.Number(LayerKind.Sctp, "destination_port", 16, 16);

    /// <summary>Verification tag.</summary>
    public static readonly PacketField VerificationTag = PacketField.Number(LayerKind.Sctp, "verification_tag", 32, 32);

    /// <summary>Type of the first chunk.</summary>
    public static readonly PacketField ChunkType = PacketField.Number(LayerKind.Sctp, "chunk_type", 96, 8);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [SourcePort, DestinationPort, VerificationTag, ChunkType];
}
