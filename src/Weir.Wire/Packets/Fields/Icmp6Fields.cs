namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ICMPv6 header (RFC 4443 section 2.1).</summary>
public static class Icmp6Fields
{
    /// <summary>Message type.</summary>
    public static readonly PacketField Type = PacketField.Number(LayerKind.Icmp6, "type", 0, 8);

    /// <summary>Code within the type.</summary>
    public static readonly PacketField Code = PacketField.Number(LayerKind.Icmp6, "code", 8, 8);

    /// <summary>Checksum.</summary>
    public static readonly PacketField Checksum = PacketField.Number(LayerKind.Icmp6, "checksum", 16, 16);

    /// <summary>Identifier of echo messages.</summary>
    public static readonly PacketField Id = PacketField.Number(LayerKind.Icmp6, "id", 32, 16);

    /// <summary>Sequence number of echo messages.</summary>
    public static readonly PacketField SequenceNumber = PacketField.Number(LayerKind.Icmp6, "sequence_number", 48, 16);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Type, Code, Checksum, Id, SequenceNumber];
}
