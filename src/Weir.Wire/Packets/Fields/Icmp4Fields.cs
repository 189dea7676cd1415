namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ICMP header (RFC 792).</summary>
public static class Icmp4Fields
{
    /// <summary>Message type.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Icmp4, "type", 0, 8);

    /// <summary>Code within the type.</summary>
    public static readonly PacketField Code = PacketField.Number(LayerKind.Icmp4, "code", 8, 8);

    /// <summary>Checksum.</summary>
    public static readonly PacketField Checksum = PacketField.Number(LayerKind.Icmp4, "checksum", 16, 16);

    /// <summary>Identifier of query messages.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Icmp4, "id", 32, 16);

    /// <summary>Sequence number of query messages.</summary>
    public static readonly PacketField SequenceNumber = PacketField.Number(LayerKind.Icmp4, "sequence_number", 48, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Type, Code, Checksum, Id, SequenceNumber];
}
