namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the QUIC long header (RFC 8999 section 5.1).</summary>
public static class QuicFields
{
    /// <summary>Version; 0 for version negotiation.</summary>
    public static readonly PacketField Version = PacketField.Number(LayerKind.Quic, "version", 8, 32);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Version];
}
