namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the VXLAN header (RFC 7348 section 5).</summary>
public static class VxlanFields
{
    /// <summary>Flags; 0x08 when the VNI is valid, 0x04 for VXLAN-GPE.</summary>
    public static readonly PacketField Flags = PacketField.Number(LayerKind.Vxlan, "flags", 0, 8);

    /// <summary>VXLAN-GPE only: 1 IPv4, 2 IPv6, 3 Ethernet, 4 NSH.</summary>
    public static readonly PacketField NextProtocol = PacketField.Number(LayerKind.Vxlan, "next_protocol", 24, 8);

    /// <summary>VXLAN network identifier.</summary>
    public static readonly PacketField Vni = PacketField.Number(LayerKind.Vxlan, "vni", 32, 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [Flags, NextProtocol, Vni];
}
