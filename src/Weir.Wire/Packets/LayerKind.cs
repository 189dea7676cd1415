namespace Weir.Wire.Packets;

/// <summary>The protocol of one decoded header of a packet (sFlow v5, sampled_header). The names in flow keys' <c>stack</c> follow from it.</summary>
public enum LayerKind : byte
{
    /// <summary>No header.</summary>
    None = 0,

    /// <summary>Ethernet II or 802.3 (IEEE 802.3).</summary>
    Ethernet,

    /// <summary>802.1Q or 802.1ad tag (IEEE 802.1Q).</summary>
    Vlan,

    /// <summary>One MPLS label (RFC 3032).</summary>
    Mpls,

    /// <summary>ARP (RFC 826).</summary>
    Arp,

    /// <summary>IPv4 (RFC 791).</summary>
    Ip4,

    /// <summary>IPv6 (RFC 8200).</summary>
    Ip6,

    /// <summary>IPv6 fragment header (RFC 8200 section 4.5).</summary>
    Ip6Fragment,

    /// <summary>Any other IPv6 extension header (RFC 8200 section 4).</summary>
    Ip6Extension,

    /// <summary>TCP (RFC 9293).</summary>
    Tcp,

    /// <summary>UDP (RFC 768).</summary>
    Udp,

    /// <summary>ICMP (RFC 792).</summary>
    Icmp4,

    /// <summary>ICMPv6 (RFC 4443).</summary>
    Icmp6,

    /// <summary>IPv4 header quoted inside an ICMP error (RFC 792).</summary>
    QuotedIp4,

    /// <summary>IPv6 header quoted inside an ICMPv6 error (RFC 4443 section 3).</summary>
    QuotedIp6,

    /// <summary>First bytes of the transport header quoted inside an ICMP error (RFC 792).</summary>
    QuotedTransport,

    /// <summary>GRE (RFC 2784, RFC 2890).</summary>
    Gre,

    /// <summary>VXLAN (RFC 7348).</summary>
    Vxlan,

    /// <summary>Geneve (RFC 8926).</summary>
    Geneve,

    /// <summary>DNS message (RFC 1035 section 4).</summary>
    Dns,
}
