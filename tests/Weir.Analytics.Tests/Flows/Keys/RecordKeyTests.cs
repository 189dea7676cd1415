using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Testing;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Keys;

/// <summary>Keys read from flow records, drop notifications, transactions and custom records.</summary>
public sealed class RecordKeyTests
{
    private const uint Unknown = uint.MaxValue;
    private static readonly byte[] Ip1 = [192, 0, 2, 1];
    private static readonly byte[] Ip2 = [198, 51, 100, 2];
    private static readonly byte[] V6 = [0x20, 1, 0x0d, 0xb8, .. new byte[11], 1];
    private static readonly byte[] V6b = [0x20, 1, 0x0d, 0xb8, .. new byte[11], 2];
    private static readonly byte[] Macs = [0, 0x16, 0x3e, 0, 0, 1, 0, 0, 0, 0x16, 0x3e, 0, 0, 2, 0, 0];

    internal static readonly Dictionary<string, byte[]> Samples = new()
    {
        ["switch"] = new SampleBuilder().Words(1001, 10, 3, 20, Unknown).Build(),
        ["switch with all"] = new SampleBuilder().Words(1001, 10, 3, 20, 7).Build(),
        ["router"] = new SampleBuilder().Parts(1002, 1u, Ip1, 24u, 16u).Build(),
        ["router6"] = new SampleBuilder().Parts(1002, 2u, V6, 48u, 32u).Build(),
        ["gateway"] = new SampleBuilder().Parts(1003, 1u, Ip1, 64500u, 64501u, 64502u, 2u, 2u, 2u, 100u, 200u, 1u, 2u, 300u, 400u, 2u, (64500u << 16) | 1, (64500u << 16) | 666, 120u).Build(),
        ["gateway6"] = new SampleBuilder().Parts(1003, 2u, V6, 64500u, 0u, 0u, 0u, 0u, 0u).Build(),
        ["queues"] = new SampleBuilder().Words(1036, 3).Words(1040, 4096).Words(1039, Unknown).Build(),
        ["tcp"] = new SampleBuilder().Words(2209, 2, 1448, 536, 12, 1, 2, 1500, 900, 50, 10, 3, 400).Build(),
        ["user"] = new SampleBuilder().Parts(1004, 106u, "alice", 106u, "bob").Parts(1005, 1u, "/index", "example.com").Build(),
        ["nat"] = new SampleBuilder().Parts(1007, 1u, Ip1, 1u, Ip2).Words(1020, 1000, 2000).Build(),
        ["tunnel"] = new SampleBuilder().Parts(1024, 60u, 47u, Ip1, Ip2, 0u, 0u, 0u, 0u).Parts(1023, 60u, 47u, Ip2, Ip1, 0u, 0u, 0u, 0u).Words(1030, 7).Words(1029, 8).Words(1028, 50).Words(1027, 70).Build(),
        ["tunnel6"] = new SampleBuilder().Parts(1026, 60u, 47u, V6, V6b, 0u, 0u, 0u, 0u).Build(),
        ["http"] = new SampleBuilder()
            .Parts(2206, 2u, 1001u, "/a/b?c", "www.example.com", "http://r/", "curl/8", "10.1.1.1", "alice", "text/html", 100UL, 5000UL, 1234u, 200u)
            .Parts(2100, 6u, Ip1, Ip2, 80u, 40000u).Parts(2102, 6u, Ip2, Ip1, 50000u, 8080u).Build(),
        ["http old"] = new SampleBuilder().Parts(2201, 4u, "/x", "h", "", "", "", "", "", 1UL, 2UL, 3u, 404u).Parts(2101, 6u, V6, V6b, 80u, 40000u).Parts(2103, 6u, V6b, V6, 1u, 2u).Build(),
        ["app"] = new SampleBuilder().Parts(2202, "shop", "buy", "k=v", "fine", 10UL, 20UL, 30u, 8u).Parts(2204, "alice").Parts(2205, "cart").Build(),
        ["memcache"] = new SampleBuilder().Parts(2200, 1u, 7u, "user:1", 1u, 512u, 40u, 1u).Build(),
        ["ethernet and ip"] = new SampleBuilder().Parts(2, 1000u, Macs, 2048u).Parts(3, 986u, 6u, Ip1, Ip2, 1234u, 443u, 0x12u, 0xb8u).Build(),
        ["ip6"] = new SampleBuilder().Parts(4, 900u, 17u, V6, V6b, 500u, 600u, 0u, 0x2eu).Build(),
        ["empty"] = new SampleBuilder().Build(2, 0, 1, 258),
    };

    [Theory]
    [InlineData("switch", "vlansource=10 prioritysource=3 vlandestination=20 prioritydestination=")]
    [InlineData("switch with all", "prioritydestination=7")]
    [InlineData("router", "ipnexthoprouter=192.0.2.1 ipsourcemaskbits=24 ipdestinationmaskbits=16 ip6nexthoprouter=")]
    [InlineData("router6", "ip6nexthoprouter=2001:db8::1 ipnexthoprouter= ipsourcemaskbits=48 ipdestinationmaskbits=32")]
    [InlineData("gateway", "bgpnexthop=192.0.2.1 bgpas=64500 bgpsourceas=64501 bgpsourcepeeras=64502 bgpdestinationas=400 bgpdestinationpeeras=100")]
    [InlineData("gateway", "bgpdestinationaspath=100-200-{300-400} bgpcommunities=64500:1-64500:666 bgplocalpref=120 bgpnexthop6=")]
    [InlineData("gateway6", "bgpnexthop6=2001:db8::1 bgpas=64500 bgpsourceas= bgpdestinationas=64500 bgpdestinationpeeras= bgpdestinationaspath= bgpcommunities= bgplocalpref=0")]
    [InlineData("queues", "queueindex=3 queuedepth=4096 transitdelay=4294967295")]
    [InlineData("tcp", "tcpdirection=sent tcpunacked=12 tcplost=1 tcpretrans=2 tcppmtu=1500 tcprtt=900 tcprttsdev=50 tcpcwnd=10 tcpminrtt=400 tcprttwait=500")]
    [InlineData("user", "usersource=alice userdestination=bob url=/index urlhost=example.com")]
    [InlineData("nat", "natipsource=192.0.2.1 natipdestination=198.51.100.2 natsourceport=1000 natdestinationport=2000")]
    [InlineData("tunnel", "inputipsource=192.0.2.1 inputipdestination=198.51.100.2 outputipsource=198.51.100.2 outputipdestination=192.0.2.1 inputvni=7 outputvni=8 inputdecapoffset=50 outputdecapoffset=70")]
    [InlineData("tunnel6", "inputipsource=2001:db8::1 inputipdestination=2001:db8::2 outputipsource=")]
    [InlineData("http", "httpmethod=GET httpprotocol=1001 httpurl=/a/b?c httphost=www.example.com httpreferer=http://r/ httpuseragent=curl/8 httpxff=10.1.1.1 httpauthuser=alice")]
    [InlineData("http", "httpmimetype=text/html httpstatus=200 req_bytes=100 resp_bytes=5000 bytes=5100 duration=1234 requests=1 frames= protocol=6 serveraddress=192.0.2.1 serverport=80")]
    [InlineData("http", "clientaddress=198.51.100.2 clientport=40000 proxyprotocol=6 proxyserveraddress=192.0.2.1 proxyserverport=8080 proxyclientaddress=198.51.100.2 proxyclientport=50000")]
    [InlineData("http old", "httpmethod=POST httpurl=/x httphost=h httpreferer= httpstatus=404 duration=3 serveraddress6=2001:db8::1 clientaddress6=2001:db8::2 serveraddress=")]
    [InlineData("http old", "proxyserveraddress6=2001:db8::1 proxyclientaddress6=2001:db8::2 proxyserverport=2 httpprotocol=")]
    [InlineData("app", "application=shop operation=buy attributes=k=v status=not_found duration=30 req_bytes=10 resp_bytes=20 bytes=30 initiator=alice actor=alice target=cart")]
    [InlineData("memcache", "memcachecommand=get memcachekey=user:1 duration=40 bytes=512 status=ok")]
    [InlineData("ethernet and ip", "macsource=00163E000001 macdestination=00163E000002 ethernetprotocol=2048 isunicast=true ipsource=192.0.2.1 ipprotocol=6 tcpsourceport=1234")]
    [InlineData("ethernet and ip", "tcpdestinationport=443 tcpflags=000010010 iptos=184 ipdscpname=ef ipbytes=986 udpsourceport= bytes=1000 frames=1 stack= stripped=")]
    [InlineData("ip6", "ip6source=2001:db8::1 ip6nexthdr=17 udpdestinationport=600 ip6bytes=900 ip6tos=46 bytes=900 ipsource=")]
    [InlineData("empty", "inputifindex=multiple outputifindex=discard direction= bytes= frames= reason=")]
    public void TryGet_Record_GivesExactText(string sample, string expected)
    {
        foreach (string pair in expected.Split(' '))
        {
            string[] parts = pair.Split('=', 2);
            Assert.Equal($"{parts[0]}={parts[1]}", $"{parts[0]}={KeyProbe.Read(Samples[sample], parts[0])}");
        }
    }

    [Theory]
    [InlineData(0u, 0x3fffffffu, "internal")]
    [InlineData(0u, 0u, "0")]
    [InlineData(0u, 77u, "77")]
    [InlineData(1u, 258u, "discard")]
    [InlineData(2u, 4u, "multiple")]
    [InlineData(9u, 4u, "unknown")]
    public void TryGet_OutputInterface_ShowsItsForm(uint format, uint value, string expected) =>
        Assert.Equal(expected, KeyProbe.Read(new SampleBuilder().Build(outputFormat: format, output: value), "outputifindex"));

    [Fact]
    public void TryGet_EgressSample_HasDirectionEgress() => Assert.Equal("egress", KeyProbe.Read(new SampleBuilder().Build(input: 9, output: 5), "direction"));

    [Theory]
    [InlineData(0u, "net_unreachable")]
    [InlineData(258u, "acl")]
    [InlineData(284u, "unknown_l2")]
    [InlineData(366u, "tc_egress")]
    [InlineData(372u, "bgp_flowspec")]
    [InlineData(100u, "100")]
    [InlineData(9999u, "9999")]
    public void TryGet_Discard_NamesItsReason(uint code, string expected)
    {
        byte[] packet = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Tcp(1, 2).Build();
        byte[] body = new SampleBuilder().Header(packet).Parts(1038, "ip_rcv").Parts(1041, "l2_drops", "vlan").Parts(1042, "NO_SOCKET").Parts(1037, 7u, "deny", 1u).BuildDiscard(code);
        Assert.Equal(expected, KeyProbe.Read(body, "reason", SampleType.Discarded));
        Assert.Equal("192.0.2.1", KeyProbe.Read(body, "ipsource", SampleType.Discarded));
        Assert.Equal("ip_rcv", KeyProbe.Read(body, "function", SampleType.Discarded));
        Assert.Equal("l2_drops", KeyProbe.Read(body, "hwtrapgroup", SampleType.Discarded));
        Assert.Equal("vlan", KeyProbe.Read(body, "hwtrap", SampleType.Discarded));
        Assert.Equal("NO_SOCKET", KeyProbe.Read(body, "linuxreason", SampleType.Discarded));
        Assert.Equal("deny", KeyProbe.Read(body, "aclname", SampleType.Discarded));
        Assert.Equal("7", KeyProbe.Read(body, "aclnumber", SampleType.Discarded));
    }

    [Fact]
    public void TryGet_RecordsCutAnywhere_NeverThrows()
    {
        foreach (byte[] body in Samples.Values)
        {
            for (int length = 44; length <= body.Length; length++)
            {
                SampleContext context = default;
                context.TryLoad(new Sample(SampleType.ExpandedFlow, body.AsSpan(0, length)), default);
                foreach (KeyDefinition key in KeyCatalog.All)
                {
                    if (key.TryGet(ref context, 0, out KeyValue value))
                    {
                        Assert.NotNull(value.ToText(ref context));
                    }
                }
            }
        }
    }

    [Fact]
    public void TryGet_CustomRecord_ReadsFieldsByName()
    {
        byte[] body =
        [
            .. Text("2:1"), 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 4,
            .. Text("name"), 0, 0, 0, 0, .. Text("vm-1"),
            .. Text("count"), 0, 0, 0, 4, 0, 0, 0, 42,
            .. Text("where"), 0, 0, 0, 2, 192, 0, 2, 1,
            .. Text("load"), 0, 0, 0, 6, 0x3f, 0xc0, 0, 0,
        ];
        Assert.Equal("vm-1", KeyProbe.Read(body, "name", SampleType.RtFlow, allowCustom: true));
        Assert.Equal("42", KeyProbe.Read(body, "count", SampleType.RtFlow, allowCustom: true));
        Assert.Equal("192.0.2.1", KeyProbe.Read(body, "where", SampleType.RtFlow, allowCustom: true));
        Assert.Equal("1.5", KeyProbe.Read(body, "load", SampleType.RtFlow, allowCustom: true));
        Assert.Null(KeyProbe.Read(body, "other", SampleType.RtFlow, allowCustom: true));
        Assert.Null(KeyProbe.Read(body, "inputifindex", SampleType.RtFlow));
    }

    [Fact]
    public void TryGet_WarmedUp_DoesNotAllocate()
    {
        byte[] frame = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Udp(40000, 53).DnsQuery("www.example.com").Build();
        byte[] body = new SampleBuilder().Header(frame).Words(1001, 10, 3, 20, 0).Build();
        EvaluateAll(body);
        Assert.Equal(0, Allocations.Least(() => EvaluateAll(body)));
    }

    [Fact]
    public void CollectTo_MarkedSamples_ListsKeysWithSuffixes()
    {
        KeySightings sightings = new();
        byte[] frame = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Ip4("10.0.0.1", "10.0.0.2").Tcp(1, 2).Build();
        Mark(sightings, new SampleBuilder().Header(frame).Words(1001, 1, 2, 3, 4).Build(), 1000);
        Mark(sightings, Samples["http"], 2000);
        Dictionary<string, long> seen = [];
        sightings.CollectTo(seen);
        Assert.Equal(1000, seen["ipsource"]);
        Assert.Equal(1000, seen["ipsource.1"]);
        Assert.Equal(1000, seen["vlansource"]);
        Assert.Equal(1000, seen["stack"]);
        Assert.Equal(2000, seen["httpurl"]);
        Assert.Equal(2000, seen["inputifindex"]);
        Assert.DoesNotContain("ip6source", seen.Keys);
        Assert.DoesNotContain("ipsource.2", seen.Keys);
        Assert.DoesNotContain("reason", seen.Keys);
    }

    private static void Mark(KeySightings sightings, byte[] body, long timeUs)
    {
        SampleContext context = default;
        Assert.True(context.TryLoad(new Sample(SampleType.ExpandedFlow, body), default));
        sightings.Mark(ref context, timeUs);
    }

    private static void EvaluateAll(byte[] body)
    {
        SampleContext context = default;
        context.TryLoad(new Sample(SampleType.ExpandedFlow, body), default);
        Span<byte> text = stackalloc byte[KeyValue.MaxTextLength];
        for (int i = 0; i < KeyCatalog.All.Count; i++)
        {
            if (KeyCatalog.All[i].TryGet(ref context, 0, out KeyValue value))
            {
                value.TryFormat(ref context, text, out _);
            }
        }
    }

    private static byte[] Text(string text) => [0, 0, 0, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text), .. new byte[-text.Length & 3]];
}
