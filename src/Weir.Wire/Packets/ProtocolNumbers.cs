namespace Weir.Wire.Packets;

/// <summary>Which number announces which header: EtherTypes, IP protocols, PPP and NSH protocols (IANA registries; RFC 791, RFC 1661, RFC 8300).</summary>
internal static class ProtocolNumbers
{
    /// <summary>EtherType that announces a header; 0 when none does.</summary>
    public static ushort EtherTypeOf(LayerKind kind) => kind switch
    {
        LayerKind.Ip4 => 0x0800,
        LayerKind.Arp => 0x0806,
        LayerKind.Ethernet => 0x6558,
        LayerKind.Vlan => 0x8100,
        LayerKind.Ppp => 0x880b,
        LayerKind.SlowProtocol => 0x8809,
        LayerKind.Mpls => 0x8847,
        LayerKind.Pppoe => 0x8864,
        LayerKind.Ip6 => 0x86dd,
        LayerKind.Erspan => 0x88be,
        LayerKind.Lldp => 0x88cc,
        LayerKind.Nsh => 0x894f,
        _ => 0,
    };

    /// <summary>IP protocol number that announces a header; 59 (no next header) when none does.</summary>
    public static byte IpProtocolOf(LayerKind kind) => kind switch
    {
        LayerKind.Ip6Extension => 60,
        LayerKind.Icmp4 => 1,
        LayerKind.Igmp => 2,
        LayerKind.Ip4 => 4,
        LayerKind.Tcp => 6,
        LayerKind.Udp => 17,
        LayerKind.Dccp => 33,
        LayerKind.Ip6 => 41,
        LayerKind.SegmentRouting => 43,
        LayerKind.Ip6Fragment => 44,
        LayerKind.Gre => 47,
        LayerKind.Esp => 50,
        LayerKind.Ah => 51,
        LayerKind.Icmp6 => 58,
        LayerKind.Ospf => 89,
        LayerKind.Pim => 103,
        LayerKind.Vrrp => 112,
        LayerKind.L2tp => 115,
        LayerKind.Sctp => 132,
        LayerKind.Mpls => 137,
        LayerKind.Ethernet => 143,
        _ => 59,
    };

    /// <summary>PPP protocol that announces a header; 0 when none does.</summary>
    public static ushort PppProtocolOf(LayerKind kind) => kind switch
    {
        LayerKind.Ip4 => 0x0021,
        LayerKind.Ip6 => 0x0057,
        LayerKind.Mpls => 0x0281,
        _ => 0,
    };

    /// <summary>Next protocol of NSH and VXLAN-GPE that announces a header; 0 when none does.</summary>
    public static byte NshProtocolOf(LayerKind kind) => kind switch
    {
        LayerKind.Ip4 => 1,
        LayerKind.Ip6 => 2,
        LayerKind.Ethernet => 3,
        LayerKind.Nsh => 4,
        LayerKind.Mpls => 5,
        _ => 0,
    };
}
