namespace Weir.Wire.Packets.Decoding;

/// <summary>Which header an IP protocol number announces (IANA protocol numbers; RFC 791, RFC 8200).</summary>
internal static class IpProtocols
{
    /// <summary>Behind IPv4.</summary>
    public static LayerKind Next(byte protocol) => protocol switch
    {
        1 => LayerKind.Icmp4,
        2 => LayerKind.Igmp,
        4 => LayerKind.Ip4,
        6 => LayerKind.Tcp,
        17 => LayerKind.Udp,
        33 => LayerKind.Dccp,
        41 => LayerKind.Ip6,
        47 => LayerKind.Gre,
        50 => LayerKind.Esp,
        51 => LayerKind.Ah,
        58 => LayerKind.Icmp6,
        89 => LayerKind.Ospf,
        103 => LayerKind.Pim,
        112 => LayerKind.Vrrp,
        132 => LayerKind.Sctp,
        137 => LayerKind.Mpls,
        143 => LayerKind.Ethernet,
        _ => LayerKind.None,
    };

    /// <summary>Behind IPv6 and its extension headers; <paramref name="firstOfRouting"/> tells segment routing from other routing headers.</summary>
    /// <param name="protocol">Next header number.</param>
    /// <param name="firstOfRouting">Type of the routing header that would follow.</param>
    public static LayerKind NextIp6(byte protocol, byte firstOfRouting) => protocol switch
    {
        43 when firstOfRouting == 4 => LayerKind.SegmentRouting,
        0 or 43 or 60 or 135 or 139 or 140 => LayerKind.Ip6Extension,
        44 => LayerKind.Ip6Fragment,
        _ => Next(protocol),
    };
}
