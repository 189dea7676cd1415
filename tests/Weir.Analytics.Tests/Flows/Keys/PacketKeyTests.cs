using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Keys;

/// <summary>Keys read from packet headers: exact text, layer suffixes, and nothing at all where there is nothing.</summary>
public sealed class PacketKeyTests
{
    private const string A = "192.0.2.1";
    private const string B = "198.51.100.2";
    private const string A6 = "2001:db8::1";
    private const string B6 = "2001:db8:0:1::2";

    internal static readonly Dictionary<string, byte[]> Packets = new()
    {
        ["tcp"] = Eth.Vlan(100, 5).Ip4(A, B, tos: 0xbb, timeToLive: 61, id: 777, fragment: 0x4000).Tcp(40000, 80, 0x012, 11, 22, 33).Payload(6).Build(),
        ["udp6"] = Eth.Ip6(A6, B6, trafficClass: 0x29, flowLabel: 0x3fefc, hopLimit: 63).Ip6Extension(60).Ip6Fragment(0, true, 9).Udp(500, 600).Payload(8).Build(),
        ["fragment"] = Eth.Ip4(A, B, 17, fragment: 0x2010).Payload(64).Build(),
        ["arp"] = Eth.Arp(2, "00163E000001", A, "00163E000002", B).Build(),
        ["echo"] = Eth.Ip4(A, B).Icmp4(8, 0, 77, 3).Payload(8).Build(),
        ["echo6"] = Eth.Ip6(A6, B6).Icmp6(128, 0, 78, 4).Payload(8).Build(),
        ["broadcast"] = new PacketBuilder().Ethernet(destination: "FF:FF:FF:FF:FF:FF").Ip4(A, "255.255.255.255").Udp(67, 68).Payload(8).Build(),
        ["multicast"] = new PacketBuilder().Ethernet(destination: "01005E000001").Ip4(A, "224.0.0.1").Udp(67, 68).Payload(8).Build(),
        ["vxlan"] = Eth.Ip4(A, B).Udp(50000, 4789).Vxlan(5001).Ethernet("00163E0000AA", "00163E0000BB").Vlan(7).Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2).Build(),
        ["qinq"] = Eth.Vlan(30, 1, 0x88a8).Vlan(8, 2).Ip4(A, B).Udp(1, 9).Payload(4).Build(),
        ["geneve"] = Eth.Ip4(A, B).Udp(50000, 6081).Geneve(5003, 1).Ethernet().Ip6(A6, B6).Tcp(1, 2).Build(),
        ["gre"] = Eth.Ip4(A, B).Gre(key: 0x123456ab, sequence: 5, checksum: true).Ethernet().Ip4("10.0.0.1", "10.0.0.2").Udp(1, 9).Payload(4).Build(),
        ["gtp"] = Eth.Ip4(A, B).Udp(2152, 2152).Gtp(0xabcd, extension: true).Ip4("10.0.0.1", "10.0.0.2").Udp(1, 9).Payload(4).Build(),
        ["l2tp"] = Eth.Ip4(A, B).Udp(1701, 1701).Raw(LayerKind.L2tp, [0, 2, 0, 5, 0, 6]).Ppp().Ip4(A, B).Udp(1, 9).Payload(4).Build(),
        ["mpls"] = Eth.Mpls(1000, 3, 9).Mpls(2000).Ip4(A, B).Tcp(1, 2).Build(),
        ["dns"] = Eth.Ip4(A, B).Udp(40000, 53).DnsQuery("WWW.Example.com", 28, 4711).Build(),
        ["response"] = Eth.Ip4(A, B).Udp(53, 40000).DnsResponse("www.example.com", 1, 3, 2).Build(),
        ["write"] = Eth.Ip4(A, B).Udp(50000, 4791).InfiniBand(0x0a, 0x11, 7, true).InfiniBandRdma(0x1000, 5, 4096).Payload(16).Build(),
        ["pppoe"] = Eth.Pppoe(0x1234).Ip4(A, B).Tcp(1, 2).Build(),
        ["sctp"] = Eth.Ip4(A, B).Raw(LayerKind.Sctp, [0, 7, 0, 8, .. new byte[12]]).Build(),
        ["ntp"] = Eth.Ip4(A, B).Udp(40000, 123).Raw(LayerKind.Ntp, [0x17, 0, 3, 42, 0, 0, 0, 0]).Build(),
        ["igmp"] = Eth.Ip4(A, B).Raw(LayerKind.Igmp, [0x16, 0, 0, 0, 239, 1, 2, 3]).Build(),
        ["esp"] = Eth.Ip4(A, B).Raw(LayerKind.Esp, [0, 0, 0x10, 1, 0, 0, 0, 7, .. new byte[24]]).Build(),
        ["erspan"] = Eth.Ip4(A, B).Gre(sequence: 1).Erspan(33, 44).Ethernet().Ip4(A, B).Udp(1, 9).Payload(4).Build(),
        ["nsh"] = Eth.Ip4(A, B).Udp(50000, 4790).VxlanGpe(5002).Nsh(77).Ip4(A, B).Udp(1, 9).Payload(4).Build(),
        ["ack"] = Eth.Ip4(A, B).Udp(50000, 4791).InfiniBand(0x11, 0x11, 8).InfiniBandAck(0x1e, 9).Payload(4).Build(),
    };

    private static PacketBuilder Eth => new PacketBuilder().Ethernet();

    [Theory]
    [InlineData("tcp", "macsource=00163E000001 macdestination=00163E000002 ethernetprotocol=2048 vlan=100 priority=5 vlanpriority=5 isunicast=true isbroadcast=false ismulticast=false")]
    [InlineData("tcp", "stack=eth.vlan.ip.tcp ipsource=192.0.2.1 ipdestination=198.51.100.2 ipprotocol=6 iptos=187 ipdscp=46 ipdscpname=ef ipecn=11 ipflags=010 ipfragoffset=0")]
    [InlineData("tcp", "ipbytes=46 ip_offset=18 ipttl=61 ipid=777 tcpsourceport=40000 tcpdestinationport=80 tcpflags=000010010 tcpseqno=11 tcpackno=22 tcpwindow=33 tcpurgent=0 tcp_offset=38")]
    [InlineData("tcp", "bytes=68 frames=1 requests=1 stripped=4 inputifindex=5 outputifindex=9 direction=ingress samplingrate=1000 sourcegroup=lab udpsourceport= ip6source= arpoperation=")]
    [InlineData("udp6", "ip6source=2001:db8::1 ip6destination=2001:db8:0:1::2 ip6nexthdr=17 ip6tos=41 ip6dscp=10 ip6dscpname=af11 ip6ecn=01 ip6bytes=72 ip6flowlabel=261884 ip6fragm=yes")]
    [InlineData("udp6", "ip6fragoffset=0 ip6ttl=63 ip6_offset=14 udpsourceport=500 udpdestinationport=600 udpbytes=16 udp_offset=70 stack=eth.ip6.udp ipsource= vlan= ethernetprotocol=34525")]
    [InlineData("fragment", "ipflags=001 ipfragoffset=16 udpsourceport= stack=eth.ip ipprotocol=17")]
    [InlineData("arp", "arpoperation=2 arpipsender=192.0.2.1 arpiptarget=198.51.100.2 arpmacsender=00163E000001 arpmactarget=00163E000002 ethernetprotocol=2054 stack=eth.arp ipsource=")]
    [InlineData("echo", "icmptype=8 icmpcode=0 icmpid=77 icmpseqno=3 icmp6type= stack=eth.ip.icmp icmpunreachableport=")]
    [InlineData("echo6", "icmp6type=128 icmp6code=0 icmp6id=78 icmp6seqno=4 icmptype= ip6fragm= ip6fragoffset= ip6nexthdr=58")]
    [InlineData("broadcast", "isbroadcast=true isunicast=false ismulticast=false macdestination=FFFFFFFFFFFF")]
    [InlineData("multicast", "isbroadcast=false isunicast=false ismulticast=true")]
    [InlineData("vxlan", "vni=5001 vxlanvni=5001 ipsource=192.0.2.1 ipsource.1=10.0.0.1 ipsource.2= macsource.1=00163E0000AA isunicast.1=true stack=eth.ip.udp.vxlan.eth.vlan.ip.tcp")]
    [InlineData("vxlan", "vlan=7 ethernetprotocol=2048 ethernetprotocol.1=2048 tcpdestinationport=2 udpdestinationport=4789 genevevni= grevsid=")]
    [InlineData("qinq", "vlan=30 vlan.1=8 vlan.2= priority=1 priority.1=2")]
    [InlineData("geneve", "genevevni=5003 ip6source=2001:db8::1 ipsource=192.0.2.1 vni=")]
    [InlineData("gre", "grevsid=1193046 grekey=305419947 greprotocol=25944 ipsource.1=10.0.0.1 stack=eth.ip.gre.eth.ip.udp")]
    [InlineData("gtp", "gtpteid=43981 ipdestination.1=10.0.0.2 stack=eth.ip.udp.gtp.ip.udp")]
    [InlineData("l2tp", "l2tptunnelid=5 l2tpsessionid=6 stack=eth.ip.udp.l2tp.ppp.ip.udp")]
    [InlineData("mpls", "mplslabel=1000 mplslabel.1=2000 mplslabels=1000.2000 mplstc=3 mplsttl=9 stack=eth.mpls.mpls.ip.tcp")]
    [InlineData("dns", "dnsqr=false dnsqname=www.example.com. dnsqtypename=AAAA dnsqtype=28 dnsqclass=1 dnsid=4711 dnsopcode=0 dnsrcode=0 dnsqdcount=1 dnsancount=0")]
    [InlineData("response", "dnsqr=true dnsqname=www.example.com. dnsqtypename=A dnsrcode=3 dnsancount=2")]
    [InlineData("write", "ibbt_offset=42 ibbtopcode=10 ibbtopname=RDMA_WRITE_ONLY ibbtoptransport=RC ibbtdestqp=17 ibbtdestinationqp=17 ibbtack=true ibbttver=0 ibbtse=false ibbtm=true ibbtrdmalen=4096 ibbtaethack=")]
    [InlineData("ack", "ibbtaethack=30 ibbtrdmalen= ibbtopname=ACKNOWLEDGE ibbtpsn=8 ibbtpkey=65535 stack=eth.ip.udp.ibbt")]
    [InlineData("pppoe", "pppoesession=4660 stack=eth.pppoe.ppp.ip.tcp")]
    [InlineData("sctp", "sctpsourceport=7 sctpdestinationport=8 stack=eth.ip.sctp")]
    [InlineData("ntp", "ntpmode=7 stack=eth.ip.udp.ntp")]
    [InlineData("igmp", "igmptype=22 stack=eth.ip.igmp")]
    [InlineData("esp", "espspi=4097 stack=eth.ip.esp")]
    [InlineData("erspan", "erspansession=33 ipsource.1=192.0.2.1 stack=eth.ip.gre.erspan.eth.ip.udp")]
    [InlineData("nsh", "nshpath=77 vxlanvni=5002 stack=eth.ip.udp.vxlan.nsh.ip.udp")]
    [InlineData("nsh", "destinationgroup=far icmpchecksum=")]
    [InlineData("echo", "icmpchecksum=63407")]
    public void TryGet_Packet_GivesExactText(string packet, string expected)
    {
        foreach (string pair in expected.Split(' '))
        {
            string[] parts = pair.Split('=');
            Assert.Equal($"{parts[0]}={parts[1]}", $"{parts[0]}={KeyProbe.ReadPacket(Packets[packet], parts[0])}");
        }
    }

    [Theory]
    [InlineData(0, "icmpunreachablenet", "203.0.113.9")]
    [InlineData(1, "icmpunreachablehost", "203.0.113.9")]
    [InlineData(2, "icmpunreachableprotocol", "17")]
    [InlineData(3, "icmpunreachableport", "udp_161")]
    public void TryGet_Unreachable_DefinesExactlyTheKeyOfItsCode(int code, string name, string expected)
    {
        byte[] datagram = new PacketBuilder().Ip4(B, "203.0.113.9").Udp(5000, 161).Payload(20).Build();
        byte[] packet = Eth.Ip4(A, B).Icmp4Error(3, code, datagram.AsSpan(0, 28)).Build();
        string[] names = ["icmpunreachablenet", "icmpunreachablehost", "icmpunreachableprotocol", "icmpunreachableport"];
        Assert.Equal(expected, KeyProbe.ReadPacket(packet, name));
        Assert.Equal([name], names.Where(other => KeyProbe.ReadPacket(packet, other) is not null));
        Assert.Equal(A, KeyProbe.ReadPacket(packet, "ipsource"));
        Assert.Null(KeyProbe.ReadPacket(packet, "ipsource.1"));
        Assert.Null(KeyProbe.ReadPacket(packet, "udpdestinationport"));
        Assert.Null(KeyProbe.ReadPacket(packet, "icmpseqno"));
    }

    [Theory]
    [InlineData(0, "icmp6unreachablenet", "2001:db8::1")]
    [InlineData(3, "icmp6unreachablehost", "2001:db8::1")]
    [InlineData(4, "icmp6unreachableport", "tcp_22")]
    public void TryGet_Unreachable6_ReadsQuotedPacket(int code, string name, string expected)
    {
        byte[] quoted = new PacketBuilder().Ip6(B6, A6).Ip6Extension(60).Tcp(5000, 22).Build();
        Assert.Equal(expected, KeyProbe.ReadPacket(Eth.Ip6(A6, B6).Icmp6Error(1, code, quoted).Build(), name));
    }

    [Fact]
    public void TryGet_QuotedDatagramCutAnywhere_IsUndefinedRatherThanWrong()
    {
        byte[] datagram = new PacketBuilder().Ip4(B, "203.0.113.9").Udp(5000, 161).Payload(20).Build();
        byte[] packet = Eth.Ip4(A, B).Icmp4Error(3, 3, datagram).Build();
        for (int length = 1; length < packet.Length; length++)
        {
            string? port = KeyProbe.ReadPacket(packet[..length], "icmpunreachableport");
            Assert.Equal(length >= 14 + 20 + 8 + 20 + 4 ? "udp_161" : null, port);
        }
    }

    [Fact]
    public void TryGet_EveryPacketCutAnywhere_IsUndefinedRatherThanWrong()
    {
        string[] names = ["ip6nexthdr", "dnsqname", "dnsqtypename", "grekey", "tcpflags", "ipdestination.1", "genevevni", "ethernetprotocol", "ibbtrdmalen", "ip6fragm", "mplslabel.1"];
        foreach (byte[] packet in Packets.Values)
        {
            foreach (string name in names)
            {
                string? whole = KeyProbe.ReadPacket(packet, name);
                for (int length = 1; length < packet.Length; length++)
                {
                    string? part = KeyProbe.ReadPacket(packet[..length], name);
                    Assert.True(part is null || part == whole, $"{name} at {length}: {part} instead of {whole}");
                }
            }
        }
    }
}
