using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;

namespace Weir.Testing.Packets;

/// <summary>One packet of every kind, made with the builder, and the stack it must decode to.</summary>
public static class PacketVectors
{
    private const string A = "192.0.2.1";
    private const string B = "198.51.100.2";
    private const string A6 = "2001:db8::1";
    private const string B6 = "2001:db8:0:1::2";
    private static readonly byte[] LacpBytes = [1, 1, 1, 20, .. new byte[106]];
    private static readonly byte[] SctpBytes = [0x0b, 0x59, 0x0b, 0x59, 0, 0, 0x0e, 0x50, 0, 0, 0, 0, 1, 0, 0, 20, .. new byte[16]];
    private static readonly byte[] EspBytes = [0, 0, 0x10, 1, 0, 0, 0, 7, .. new byte[24]];
    private static readonly byte[] AhBytes = [59, 4, 0, 0, 0, 0, 0x10, 2, 0, 0, 0, 9, .. new byte[12]];
    private static readonly byte[] BfdBytes = [0x20, 0xc0, 3, 24, 0, 0, 0, 1, 0, 0, 0, 2, .. new byte[12]];
    private static readonly byte[] VrrpBytes = [0x31, 7, 100, 1, 0, 100, 0, 0, 192, 0, 2, 254];
    private static readonly byte[] PimBytes = [0x20, 0, 0, 0, 0, 1, 0, 2, 0, 105];
    private static readonly byte[] IgmpBytes = [0x16, 0, 0, 0, 239, 1, 2, 3];
    private static readonly byte[] OspfBytes = [2, 1, 0, 44, 192, 0, 2, 1, 0, 0, 0, 0, .. new byte[32]];
    private static readonly byte[] DccpBytes = [0, 80, 0x13, 0x88, 4, 0, 0, 0, 0x01, 0, 0, 1, 0, 0, 0, 0];
    private static readonly byte[] NtpBytes = [0x23, .. new byte[47]];
    private static readonly byte[] MonlistBytes = [0x17, 0, 3, 42, 0, 0, 0, 0];
    private static readonly byte[] MemcachedBytes = [0, 1, 0, 0, 0, 1, 0, 0, .. "stats\r\n"u8];
    private static readonly byte[] QuicBytes = [0xc3, 0, 0, 0, 1, 8, .. new byte[60]];
    private static readonly byte[] L2tpBytes = [0x00, 2, 0, 5, 0, 6, 0xff, 3];
    private static readonly byte[] PptpBytes = [0x30, 1, 0x88, 0x0b, 0, 42, 0, 9, 0, 0, 0, 1];
    private static readonly byte[] Erspan3Bytes = [0x20, 44, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0];
    private static readonly byte[] BpduBytes = [0, 0, 2, 2, .. new byte[32]];

    /// <summary>Every vector by name.</summary>
    public static IReadOnlyDictionary<string, PacketVector> All { get; } = Create();

    private static PacketBuilder Eth => new PacketBuilder().Ethernet();

    private static PacketBuilder Ip => Eth.Ip4(A, B);

    private static PacketBuilder Ip6 => Eth.Ip6(A6, B6);

    private static Dictionary<string, PacketVector> Create()
    {
        Dictionary<string, PacketVector> vectors = [];
        AddPlain(vectors);
        AddLink(vectors);
        AddTunnels(vectors);
        AddIp6(vectors);
        AddTransport(vectors);
        AddServices(vectors);
        return vectors;
    }

    private static void Add(this Dictionary<string, PacketVector> vectors, string name, string stack, PacketBuilder packet, HeaderProtocol protocol = HeaderProtocol.Ethernet) =>
        vectors.Add(name, new PacketVector(stack, packet.Build(), protocol));

    private static void AddPlain(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("tcp", "eth.ip.tcp", Ip.Tcp(40000, 80, 0x002).Payload(10));
        vectors.Add("udp", "eth.ip.udp", Ip.Udp(40000, 9).Payload(10));
        vectors.Add("tcp6", "eth.ip6.tcp", Ip6.Tcp(40000, 443, 0x012).Payload(10));
        vectors.Add("udp6", "eth.ip6.udp", Ip6.Udp(40000, 9).Payload(10));
        vectors.Add("echo", "eth.ip.icmp", Ip.Icmp4(8, 0, 77, 3).Payload(32));
        vectors.Add("echo6", "eth.ip6.icmp6", Ip6.Icmp6(128, 0, 77, 3).Payload(32));
        vectors.Add("bare ip", "ip.tcp", new PacketBuilder().Ip4(A, B).Tcp(1, 2), HeaderProtocol.Ip4);
        vectors.Add("bare ip6", "ip6.udp", new PacketBuilder().Ip6(A6, B6).Udp(1, 2), HeaderProtocol.Ip6);
        vectors.Add("unreachable", "eth.ip.icmp", Ip.Icmp4Error(3, 3, new PacketBuilder().Ip4(B, A).Udp(5000, 161).Payload(20).Build()));
        vectors.Add("unreachable6", "eth.ip6.icmp6", Ip6.Icmp6Error(1, 4, new PacketBuilder().Ip6(B6, A6).Ip6Extension(60).Udp(5000, 161).Payload(20).Build()));
    }

    private static void AddLink(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("vlan", "eth.vlan.ip.tcp", Eth.Vlan(100, 5).Ip4(A, B).Tcp(1, 2));
        vectors.Add("qinq", "eth.vlan.vlan.ip.udp", Eth.Vlan(30, 0, 0x88a8).Vlan(8).Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("arp", "eth.arp", Eth.Arp(1, "00163E000001", A, "000000000000", B));
        vectors.Add("snap", "eth.llc.ip.udp", Eth.Snap().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("stp", "eth.llc.stp", Eth.Raw(LayerKind.Llc, [0x42, 0x42, 3]).Raw(LayerKind.Stp, BpduBytes));
        vectors.Add("pppoe", "eth.pppoe.ppp.ip6.tcp", Eth.Pppoe(0x1234).Ip6(A6, B6).Tcp(1, 2));
        vectors.Add("ppp", "ppp.ip.udp", new PacketBuilder().Ppp().Ip4(A, B).Udp(1, 9).Payload(4), HeaderProtocol.Ppp);
        vectors.Add("lacp", "eth.lacp", Eth.Raw(LayerKind.SlowProtocol, LacpBytes));
        vectors.Add("lldp", "eth.lldp", Eth.Raw(LayerKind.Lldp, [2, 7, 4, 0, 0x16, 0x3e, 0, 0, 1, 4, 2, 7, (byte)'1', 6, 2, 0, 120, 0, 0]));
        vectors.Add("mpls ip", "eth.mpls.mpls.ip.tcp", Eth.Mpls(1000, 3).Mpls(2000).Ip4(A, B).Tcp(1, 2));
        vectors.Add("mpls ip6", "eth.mpls.ip6.tcp", Eth.Mpls(1000).Ip6(A6, B6).Tcp(1, 2));
        vectors.Add("mpls bare", "mpls.ip.tcp", new PacketBuilder().Mpls(1000).Ip4(A, B).Tcp(1, 2), HeaderProtocol.Mpls);
        vectors.Add("pseudowire with control word", "eth.mpls.mpls.eth.ip.tcp", Eth.Mpls(16).Mpls(17).ControlWord().Ethernet().Ip4(A, B).Tcp(1, 2));
        vectors.Add("pseudowire without control word", "eth.mpls.eth.ip.tcp", Eth.Mpls(17).Ethernet().Ip4(A, B).Tcp(1, 2));
    }

    private static void AddTunnels(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("vxlan", "eth.ip.udp.vxlan.eth.ip.tcp", Ip.Udp(50000, 4789).Vxlan(5001).Ethernet().Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2));
        vectors.Add("vxlan gpe nsh", "eth.ip.udp.vxlan.nsh.ip.udp", Ip.Udp(50000, 4790).VxlanGpe(5002).Nsh(77).Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("geneve", "eth.ip.udp.geneve.eth.ip6.tcp", Ip.Udp(50000, 6081).Geneve(5003, 1).Ethernet().Ip6(A6, B6).Tcp(1, 2));
        vectors.Add("gre", "eth.ip.gre.ip.udp", Ip.Gre().Ip4("10.0.0.1", "10.0.0.2").Udp(1, 9).Payload(4));
        vectors.Add("gre with everything", "eth.ip.gre.eth.ip.udp", Ip.Gre(key: 0x123456, sequence: 5, checksum: true).Ethernet().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("gre mpls", "eth.ip.gre.mpls.ip.udp", Ip.Gre().Mpls(99).Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("erspan", "eth.ip.gre.erspan.eth.ip.udp", Ip.Gre(sequence: 1).Erspan(33, 44).Ethernet().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("erspan type 3", "eth.ip.gre.erspan.eth.ip.udp", Ip.Gre(sequence: 1, protocol: 0x22eb).Raw(LayerKind.Erspan, Erspan3Bytes).Ethernet().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("pptp", "eth.ip.gre.ppp.ip.udp", Ip.Raw(LayerKind.Gre, PptpBytes).Ppp().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("ip in ip", "eth.ip.ip.tcp", Ip.Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2));
        vectors.Add("6in4", "eth.ip.ip6.tcp", Ip.Ip6(A6, B6).Tcp(1, 2));
        vectors.Add("4in6", "eth.ip6.ip.tcp", Ip6.Ip4(A, B).Tcp(1, 2));
        vectors.Add("gtp", "eth.ip.udp.gtp.ip.udp", Ip.Udp(2152, 2152).Gtp(0xabcd).Ip4("10.0.0.1", "10.0.0.2").Udp(1, 9).Payload(4));
        vectors.Add("gtp with extension", "eth.ip.udp.gtp.ip6.udp", Ip.Udp(2152, 2152).Gtp(0xabcd, extension: true).Ip6(A6, B6).Udp(1, 9).Payload(4));
        vectors.Add("l2tp", "eth.ip.udp.l2tp.ppp.ip.udp", Ip.Udp(1701, 1701).Raw(LayerKind.L2tp, L2tpBytes).Ppp().Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("mpls in udp", "eth.ip.udp.mpls.ip.udp", Ip.Udp(50000, 6635).Mpls(21).Ip4(A, B).Udp(1, 9).Payload(4));
        vectors.Add("rdma write", "eth.ip.udp.ibbt", Ip.Udp(50000, 4791).InfiniBand(0x0a, 0x11, 7, true).InfiniBandRdma(0x1000, 5, 4096).Payload(16));
        vectors.Add("rdma ack", "eth.ip.udp.ibbt", Ip.Udp(50000, 4791).InfiniBand(0x11, 0x11, 8).InfiniBandAck(0x1e, 9).Payload(4));
    }

    private static void AddIp6(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("extension headers", "eth.ip6.udp", Ip6.Ip6Extension(0).Ip6Extension(60, 2).Udp(1, 9).Payload(4));
        vectors.Add("first fragment", "eth.ip6.udp", Ip6.Ip6Fragment(0, true, 99).Udp(1, 9).Payload(8));
        vectors.Add("later fragment", "eth.ip6", Ip6.Ip6Fragment(181, false, 99, 17).Payload(40));
        vectors.Add("segment routing", "eth.ip6.ip.udp", Ip6.SegmentRouting(1, "fc00::1", "fc00::2").Ip4(A, B).Udp(1, 9).Payload(4));
    }

    private static void AddTransport(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("fragment", "eth.ip", Eth.Ip4(A, B, 17, fragment: 0x2010).Payload(64));
        vectors.Add("sctp", "eth.ip.sctp", Ip.Raw(LayerKind.Sctp, SctpBytes));
        vectors.Add("dccp", "eth.ip.dccp", Ip.Raw(LayerKind.Dccp, DccpBytes));
        vectors.Add("esp", "eth.ip.esp", Ip.Raw(LayerKind.Esp, EspBytes));
        vectors.Add("esp in udp", "eth.ip.udp.esp", Ip.Udp(4500, 4500).Raw(LayerKind.Esp, EspBytes));
        vectors.Add("ah", "eth.ip.ah.udp", Ip.Raw(LayerKind.Ah, AhBytes).Udp(1, 9).Payload(4));
        vectors.Add("igmp", "eth.ip.igmp", Ip.Raw(LayerKind.Igmp, IgmpBytes));
        vectors.Add("ospf", "eth.ip.ospf", Ip.Raw(LayerKind.Ospf, OspfBytes));
        vectors.Add("vrrp", "eth.ip.vrrp", Ip.Raw(LayerKind.Vrrp, VrrpBytes));
        vectors.Add("pim", "eth.ip.pim", Ip.Raw(LayerKind.Pim, PimBytes));
    }

    private static void AddServices(Dictionary<string, PacketVector> vectors)
    {
        vectors.Add("dns query", "eth.ip.udp.dns", Ip.Udp(40000, 53).DnsQuery("WWW.Example.com", 28));
        vectors.Add("dns response", "eth.ip6.udp.dns", Ip6.Udp(53, 40000).DnsResponse("www.example.com", 1, 0, 2));
        vectors.Add("ntp", "eth.ip.udp.ntp", Ip.Udp(123, 123).Raw(LayerKind.Ntp, NtpBytes));
        vectors.Add("ntp monlist", "eth.ip.udp.ntp", Ip.Udp(40000, 123).Raw(LayerKind.Ntp, MonlistBytes));
        vectors.Add("memcached", "eth.ip.udp.memcached", Ip.Udp(40000, 11211).Raw(LayerKind.Memcached, MemcachedBytes));
        vectors.Add("ssdp", "eth.ip.udp.ssdp", Ip.Udp(40000, 1900).Raw(LayerKind.Ssdp, "M-SEARCH * HTTP/1.1\r\n\r\n"u8));
        vectors.Add("cldap", "eth.ip.udp.cldap", Ip.Udp(40000, 389).Raw(LayerKind.Cldap, [0x30, 0x05, 2, 1, 1, 0x42, 0]));
        vectors.Add("quic", "eth.ip.udp.quic", Ip.Udp(40000, 443).Raw(LayerKind.Quic, QuicBytes));
        vectors.Add("bfd", "eth.ip.udp.bfd", Ip.Udp(49152, 3784).Raw(LayerKind.Bfd, BfdBytes));
    }
}
