using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Bgp.Tests.Peers;
using Weir.Wire.Packets.Building;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>What routers taught us, in flow keys and prefix statistics: IPv6, two routers for one agent, and several paths of one prefix.</summary>
public class BgpSourceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddSource_RouterAndRouter6_EachFamilyIsLookedUpInItsOwn()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("gobgpd"), "gobgpd is not installed");
        const string us = "127.0.0.200";
        const string router4 = "127.0.0.201";
        const string router6 = "127.0.0.202";
        using GobgpPeer peer4 = new(BgpRun.Dialled(router4, us, out string dial4));
        using GobgpPeer peer6 = new(BgpRun.Dialled(router6, us, out string dial6) with { PeerAs = 65006 });
        peer4.Start();
        peer6.Start();
        await using WeirProcess weir = await BgpRun.StartAsync(us, router4, $"test.router6={router6}", $"test.agent={Fixtures.Agent}", dial4, dial6);
        await peer4.OriginateAsync("192.0.2.0/24", "nexthop", "192.0.2.1");
        await peer4.OriginateAsync("198.51.100.0/24", "nexthop", "192.0.2.1", "aspath", "64500,64501");
        await peer6.OriginateAsync("2001:db8:1::/48", "nexthop", "2001:db8::1");
        await peer6.OriginateAsync("2001:db8:2::/48", "nexthop", "2001:db8::1", "aspath", "64600,64602");
        // Of another AS in IPv6 at the first router: nothing may come of it.
        await peer4.OriginateAsync("2001:db8:2::/47", "nexthop", "2001:db8::2", "aspath", "64999");
        await weir.WaitForJsonAsync("bgp/json", b => b.GetProperty(router4).GetProperty("prefixes4").GetInt32() == 2 && b.GetProperty(router6).GetProperty("prefixes6").GetInt32() == 2);

        using UdpClient agent = new();
        agent.Connect(IPAddress.Loopback, weir.SFlowPort);
        uint sequence = 0;
        JsonElement flows = await weir.WaitForJsonAsync("activeflows/ALL/as/json", f =>
        {
            byte[][] packets = [Packet6("2001:db8:1::5", "2001:db8:2::5"), Packet6("2001:db8:2::5", "2001:db8:1::5"), Fixtures.Amplification("192.0.2.129", "198.51.100.5")];
            agent.Send(Fixtures.Datagram(++sequence, 1000, packets));
            return f.GetArrayLength() > 2;
        });
        string[] expected =
        [
            "65006,64602,65006-64600-64602,true,false",
            "64602,65006,65006,false,true",
            "65001,64501,65001-64500-64501,true,false",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), flows.EnumerateArray().Select(f => f.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));

        Assert.Equal(["198.51.100.0/24"], await PrefixesAsync(weir, "top", 1));
        Assert.Equal(["192.0.2.0/24"], await PrefixesAsync(weir, "ingress", 1));
        Assert.Equal(["2001:db8:1::/48", "2001:db8:2::/48"], await PrefixesAsync(weir, "top6", 2));
        Assert.Equal(["2001:db8:1::/48", "2001:db8:2::/48"], await PrefixesAsync(weir, "ingress6", 2));
        // An entry of the statistics goes back to the router as it is.
        Assert.True((await BgpRun.PostAsync(weir, "back", new { })).GetProperty("sent").GetBoolean());
        JsonElement routes = await weir.WaitForJsonAsync($"bgp/{router4}/routes/json", r => r.GetArrayLength() == 1);
        Assert.Equal(("198.51.100.0/24", "192.0.2.1"), (routes[0].GetProperty("route").GetString(), routes[0].GetProperty("nextHop").GetString()));
    }

    [Fact]
    public async Task Multipath_NextHopsSet_TheMacTellsThePath()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird"), "bird is not installed");
        const string us = "127.0.0.204";
        const string router = "127.0.0.205";
        using BgpPeer peer = BgpPeer.Make("bird", BgpRun.Dialled(router, us, out string dial) with { SendsPaths = true });
        peer.Start();
        await using WeirProcess weir = await BgpRun.StartAsync(us, router, "test.multipath=yes", $"test.agent={Fixtures.Agent}", dial);
        JsonElement bgp = await weir.WaitForJsonAsync("bgp/json", b => b.GetProperty(router).GetProperty("paths").GetInt32() == 2);
        Assert.Equal((1, "Ipv4Unicast"), (bgp.GetProperty(router).GetProperty("prefixes4").GetInt32(), bgp.GetProperty(router).GetProperty("addPath")[0].GetString()));
        JsonElement refused = await BgpRun.PostAsync(weir, "nexthops", new Dictionary<string, string> { ["192.0.2.1"] = "00163E0000A1", ["192.0.2.2"] = "no MAC" });
        Assert.False(refused.GetProperty("set").GetBoolean());
        JsonElement set = await BgpRun.PostAsync(weir, "nexthops", new Dictionary<string, string> { ["192.0.2.1"] = "00163E0000A1", ["192.0.2.2"] = "00:16:3e:00:00:a2" });
        Assert.True(set.GetProperty("set").GetBoolean());

        using UdpClient agent = new();
        agent.Connect(IPAddress.Loopback, weir.SFlowPort);
        uint sequence = 0;
        JsonElement flows = await weir.WaitForJsonAsync("activeflows/ALL/hop/json", f =>
        {
            agent.Send(Fixtures.Datagram(++sequence, 1000, [Packet4("00163E0000A1"), Packet4("00163E0000A2")]));
            return f.GetArrayLength() > 1;
        });
        Assert.Equal(["00163E0000A1,192.0.2.1", "00163E0000A2,192.0.2.2"], flows.EnumerateArray().Select(f => f.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));
    }

    private static async Task<string[]> PrefixesAsync(WeirProcess weir, string what, int count)
    {
        JsonElement top = await weir.WaitForJsonAsync($"{BgpRun.ScriptPath}{what}/json", t => t.GetProperty("topPrefixes").GetArrayLength() >= count);
        Assert.True(top.GetProperty("topPrefixes")[0].GetProperty("value").GetDouble() > 0);
        return [.. top.GetProperty("topPrefixes").EnumerateArray().Select(p => p.GetProperty("prefix").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static byte[] Packet4(string destinationMac) =>
        new PacketBuilder().Ethernet("00163E0000FF", destinationMac).Ip4("203.0.113.9", "198.51.100.5").Udp(53, 4444).Payload(400).Build();

    private static byte[] Packet6(string source, string destination) => new PacketBuilder().Ethernet().Ip6(source, destination).Udp(53, 4444).Payload(400).Build();
}
