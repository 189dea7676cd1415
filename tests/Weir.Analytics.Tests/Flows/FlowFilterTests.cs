using Weir.Analytics.Tests.Engine;
using Xunit;

namespace Weir.Analytics.Tests.Flows;

public sealed class FlowFilterTests
{
    [Theory]
    [InlineData("ipprotocol=17", true)]
    [InlineData("ipprotocol=6,17", true)]
    [InlineData("ipprotocol!=6,17", false)]
    [InlineData("ipprotocol=1,2,3,4,5,6,7,8,17", true)]
    [InlineData("ipsource=192.0.2.1", true)]
    [InlineData("'ipsource'='192.0.2.1'", true)]
    [InlineData("ipsource=192.0.2.2", false)]
    [InlineData("macsource=00163e000001", true)]
    [InlineData("stack=eth.ip.udp.dns|stack=eth.ip.udp", true)]
    [InlineData("stack~eth\\.ip\\..*", true)]
    [InlineData("stack~ip", false)]
    [InlineData("stack!~.*tcp.*", true)]
    [InlineData("tcpsourceport=null", true)]
    [InlineData("tcpsourceport!=null", false)]
    [InlineData("udpsourceport=null", false)]
    [InlineData("udpsourceport!=null", true)]
    [InlineData("tcpsourceport=80", false)]
    [InlineData("tcpsourceport!=80", true)]
    [InlineData("tcpsourceport~.*", false)]
    [InlineData("tcpsourceport!~.*", true)]
    [InlineData("null:tcpsourceport:0=0", true)]
    [InlineData("null:tcpsourceport=null", true)]
    [InlineData("range:udpdestinationport:53:53=true", true)]
    [InlineData("range:udpdestinationport:54=true", false)]
    [InlineData("range:tcpsourceport:0=true", false)]
    [InlineData("range:tcpsourceport:0=null", true)]
    [InlineData("eq:ipsource:ipdestination=false", true)]
    [InlineData("eq:ipsource:ip6source=null", true)]
    [InlineData("first:stack:.:ip6:ip=ip", true)]
    [InlineData("prefix:stack:.:2=eth.ip", true)]
    [InlineData("bits:ipprotocol:16=16", true)]
    [InlineData("mask:ipsource:24=192.0.2.0", true)]
    [InlineData("concat:-:ipprotocol:udpdestinationport=17-53", true)]
    [InlineData("if:ipprotocol:17:udpdestinationport:tcpdestinationport=53", true)]
    [InlineData("or:tcpdestinationport:udpdestinationport=53", true)]
    [InlineData("ipprotocol=6|ipprotocol=17&udpdestinationport=53", true)]
    [InlineData("(ipprotocol=17|ipprotocol=6)&udpdestinationport=54", false)]
    [InlineData("group:ipsource:g=inside", true)]
    [InlineData("group:ipdestination:g=null", true)]
    [InlineData("map:ipprotocol:m=seventeen", true)]
    [InlineData("direction=ingress", true)]
    [InlineData("outputifindex=2", true)]
    [InlineData("country:ipsource=null", true)]
    [InlineData("dns:ipsource=192.0.2.1", true)]
    [InlineData("udpdestinationport=\"1,53,99\"", true)]
    [InlineData("udpdestinationport='1,53,99'", false)]
    public void Filter_UdpPacket_MatchesAsWritten(string filter, bool expected)
    {
        using EngineFeed feed = new();
        feed.Engine.SetGroups("g", new Dictionary<string, IReadOnlyList<string>> { ["inside"] = ["192.0.2.0/24"] });
        feed.Engine.SetMap("m", new Dictionary<string, IReadOnlyList<string>> { ["seventeen"] = ["17"] });
        feed.Engine.SetFlow("f", new() { Keys = "ipsource", Value = "frames", Filter = filter });
        feed.Sample(EngineFeed.Udp());
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(expected, feed.Engine.ActiveFlows("ALL", "f").Count == 1);
    }

    [Fact]
    public void Filter_SixteenThousandLiterals_MatchByHash()
    {
        using EngineFeed feed = new();
        string names = string.Join(',', Enumerable.Range(0, 16_000).Select(i => $"phish{i}.example.com."));
        feed.Engine.SetFlow("f", new() { Keys = "dnsqname,dnsqr", Value = "frames", Filter = $"dnsqname=\"{names}\"" });
        byte[] bad = new Wire.Packets.Building.PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Udp(5000, 53).DnsQuery("phish15999.example.com").Build();
        byte[] good = new Wire.Packets.Building.PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Udp(5000, 53).DnsQuery("www.example.com").Build();
        for (int i = 0; i < 1000; i++)
        {
            feed.Sample(good);
        }

        feed.Sample(bad);
        Assert.Equal("phish15999.example.com.,false", Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
    }

    [Fact]
    public void Keys_GroupReplaced_NextSampleUsesTheNewOne()
    {
        using EngineFeed feed = new();
        feed.Engine.SetFlow("f", new() { Keys = "group:ipsource:g", Value = "frames", N = 20 });
        feed.Sample(EngineFeed.Udp());
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
        foreach (string name in new[] { "one", "two" })
        {
            feed.Engine.SetGroups("g", new Dictionary<string, IReadOnlyList<string>> { [name] = ["0.0.0.0/0"] });
            feed.Sample(EngineFeed.Udp());
        }

        Assert.Equal(["one", "two"], feed.Engine.ActiveFlows("ALL", "f").Select(flow => flow.Key).Order());
    }

    [Theory]
    [InlineData("null:tcpsourceport", "null")]
    [InlineData("null:tcpsourceport:none", "none")]
    [InlineData("null:tcpsourceport:,ipprotocol", ",17")]
    [InlineData("stack,macsource,isunicast,ipflags", "eth.ip.udp.dns,00163E000001,true,000")]
    [InlineData("inputifindex,outputifindex,direction", "1,2,ingress")]
    [InlineData("or:ip6source:ipsource,mask:ipdestination:8", "192.0.2.1,198.0.0.0")]
    [InlineData("ipprotocol,iptos,ipttl,ipbytes,udpsourceport,udpdestinationport,ipsource,ipdestination,vlan", null)]
    public void Keys_UdpPacket_GiveTheirTexts(string keys, string? expected)
    {
        using EngineFeed feed = new();
        feed.Engine.SetFlow("f", new() { Keys = keys, Value = "frames" });
        feed.Sample(new Wire.Packets.Building.PacketBuilder().Ethernet().Ip4("192.0.2.1", "198.51.100.1").Udp(1000, 53).DnsQuery("example.com").Build());
        Assert.Equal(expected, feed.Engine.ActiveFlows("ALL", "f").Select(flow => flow.Key).SingleOrDefault());
    }

    [Fact]
    public void Keys_NineOrMore_ReadBackInOrder()
    {
        using EngineFeed feed = new();
        feed.Engine.SetFlow("f", new()
        {
            Keys = "ipprotocol,iptos,ipttl,ipsource,ipdestination,tcpsourceport,tcpdestinationport,tcpflags,stack,macsource,macdestination",
            Value = "frames",
            Fs = "_SEP_",
        });
        feed.Sample(EngineFeed.Tcp(flags: 0x12));
        Assert.Equal(
            "6_SEP_0_SEP_64_SEP_192.0.2.1_SEP_198.51.100.1_SEP_1000_SEP_80_SEP_000010010_SEP_eth.ip.tcp_SEP_00163E000001_SEP_00163E000002",
            Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Key);
    }
}
