namespace Weir.Wire.Packets;

/// <summary>The protocol of one decoded header of a packet (sFlow v5, sampled_header). The names in flow keys' <c>stack</c> follow from it.</summary>
/// <remarks>Fewer than 64, so that a set of kinds fits one word.</remarks>
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

    /// <summary>GRE (RFC 2784, RFC 2890) or its version 1 (RFC 2637).</summary>
    Gre,

    /// <summary>VXLAN (RFC 7348) or VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe), told apart by the P flag.</summary>
    Vxlan,

    /// <summary>Geneve with its options (RFC 8926).</summary>
    Geneve,

    /// <summary>DNS message (RFC 1035 section 4).</summary>
    Dns,

    /// <summary>802.2 LLC with the SNAP header, when there is one (IEEE 802.2, RFC 1042).</summary>
    Llc,

    /// <summary>PPPoE (RFC 2516 section 4).</summary>
    Pppoe,

    /// <summary>PPP protocol field (RFC 1661 section 2).</summary>
    Ppp,

    /// <summary>Pseudowire control word (RFC 4385 section 3).</summary>
    ControlWord,

    /// <summary>Network Service Header (RFC 8300).</summary>
    Nsh,

    /// <summary>ERSPAN type II or III (draft-foschiano-erspan).</summary>
    Erspan,

    /// <summary>GTP version 1 user or control plane (3GPP TS 29.281 section 5).</summary>
    Gtp,

    /// <summary>L2TP version 2 (RFC 2661 section 3.1).</summary>
    L2tp,

    /// <summary>Segment routing header, an IPv6 routing header of type 4 (RFC 8754 section 2).</summary>
    SegmentRouting,

    /// <summary>The visible part of ESP (RFC 4303 section 2).</summary>
    Esp,

    /// <summary>IP authentication header (RFC 4302 section 2).</summary>
    Ah,

    /// <summary>SCTP common header (RFC 9260 section 3).</summary>
    Sctp,

    /// <summary>DCCP generic header (RFC 4340 section 5.1).</summary>
    Dccp,

    /// <summary>IGMP (RFC 3376 section 4).</summary>
    Igmp,

    /// <summary>OSPF header (RFC 2328 section A.3.1, RFC 5340 section A.3.1).</summary>
    Ospf,

    /// <summary>VRRP (RFC 5798 section 5).</summary>
    Vrrp,

    /// <summary>PIM (RFC 7761 section 4.9).</summary>
    Pim,

    /// <summary>InfiniBand base transport header in RoCEv2 (InfiniBand Architecture Specification, annex A17).</summary>
    InfiniBand,

    /// <summary>InfiniBand RDMA extended transport header, RETH (InfiniBand Architecture Specification section 9.3).</summary>
    InfiniBandRdma,

    /// <summary>InfiniBand ACK extended transport header, AETH (InfiniBand Architecture Specification section 9.3).</summary>
    InfiniBandAck,

    /// <summary>NTP (RFC 5905 section 7.3; modes 6 and 7: RFC 9327).</summary>
    Ntp,

    /// <summary>Memcached over UDP: the 8-byte frame header (memcached protocol.txt, UDP protocol).</summary>
    Memcached,

    /// <summary>SSDP, text over UDP (UPnP Device Architecture section 1).</summary>
    Ssdp,

    /// <summary>Connection-less LDAP (RFC 1798).</summary>
    Cldap,

    /// <summary>QUIC long header (RFC 8999 section 5.1).</summary>
    Quic,

    /// <summary>BFD control packet (RFC 5880 section 4.1).</summary>
    Bfd,

    /// <summary>LACP and the other slow protocols (IEEE 802.3 annex 57A).</summary>
    SlowProtocol,

    /// <summary>LLDP (IEEE 802.1AB).</summary>
    Lldp,

    /// <summary>IPv6 extension header quoted inside an ICMPv6 error (RFC 4443 section 3).</summary>
    QuotedExtension,

    /// <summary>Spanning tree BPDU (IEEE 802.1D).</summary>
    Stp,
}
