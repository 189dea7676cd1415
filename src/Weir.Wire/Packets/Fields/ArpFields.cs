namespace Weir.Wire.Packets.Fields;

/// <summary>Fields of the ARP for IPv4 over Ethernet (RFC 826).</summary>
public static class ArpFields
{
    /// <summary>1 for Ethernet.</summary>
    public static readonly PacketField HardwareType = PacketField.Number(LayerKind.Arp, "hardware_type", 0, 16);

    /// <summary>EtherType of the protocol addresses.</summary>
    public static readonly PacketField ProtocolType = PacketField.Number(LayerKind.Arp, "protocol_type", 16, 16);

    /// <summary>1 request, 2 reply.</summary>
    public static readonly PacketField Operation = PacketField.Number(LayerKind.Arp, "operation", 48, 16);

    /// <summary>Sender hardware address.</summary>
    public static readonly PacketField SenderMac = PacketField.Mac(LayerKind.Arp, "sender_mac", 8);

    /// <summary>Sender protocol address.</summary>
    public static readonly PacketField SenderIp = PacketField.Ip4(LayerKind.Arp, "sender_ip", 14);

    /// <summary>Target hardware address.</summary>
    public static readonly PacketField TargetMac = PacketField.Mac(LayerKind.Arp, "target_mac", 18);

    /// <summary>Target protocol address.</summary>
    public static readonly PacketField TargetIp = PacketField.Ip4(LayerKind.Arp, "target_ip", 24);

    /// <summary>Every field, in wire order.</summary>
    public static ReadOnlySpan<PacketField> All => List;

    private static readonly PacketField[] List = [HardwareType, ProtocolType, Operation, SenderMac, SenderIp, TargetMac, TargetIp];
}
