using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Weir.Bgp.Tests.Peers;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>Scripts, the real program and real routers: what a script asks for is seen in the router's own output.</summary>
public class BgpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Controls_EveryAttackAndSessionLoss_AreSeenByFrrAndComeBack()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("frr"), "FRR's bgpd is not installed");
        const string router = "127.0.0.161";
        await using WeirProcess weir = await BgpRun.StartAsync("127.0.0.160", router);
        using BgpPeer peer = BgpPeer.Make("frr", BgpRun.Settings(router, "127.0.0.160", await BgpRun.PortAsync(weir)));

        await weir.WaitForJsonAsync("bgp/json", b => BgpRun.State(b, router) == "idle");

        // Without a session nothing is taken, and nothing is left behind that would come back by itself.
        Assert.False(await BgpRun.AddAsync(weir, "drop", "203.0.113.99"));
        Assert.Empty((await weir.Http.GetFromJsonAsync<JsonElement>($"bgp/{router}/routes/json", Cancel)).EnumerateArray());
        Assert.False(await BgpRun.RemoveAsync(weir, "203.0.113.99"));

        peer.Start();
        await weir.WaitForJsonAsync("bgp/json", b => BgpRun.State(b, router) == "established");
        Assert.True(await BgpRun.AddAsync(weir, "drop", "203.0.113.1"));
        Assert.True(await BgpRun.AddAsync(weir, "drop", "2001:db8::1"));
        for (int i = 0; i < BgpRun.Attacks.Count; i++)
        {
            Assert.True(await BgpRun.AddAsync(weir, "filter", Victim(i), BgpRun.Attacks[i].Attack, BgpRun.Attacks[i].Value4));
        }

        await ExpectAllAsync(peer);
        JsonElement routes = await weir.WaitForJsonAsync($"bgp/{router}/routes/json", r => r.EnumerateArray().All(e => e.GetProperty("state").GetString() == "Sent"));
        Assert.Equal(2 + BgpRun.Attacks.Count, routes.GetArrayLength());
        Assert.All(routes.EnumerateArray(), r => Assert.Equal("bgp-protect.js", r.GetProperty("owners")[0].GetString()));
        Assert.False(await peer.HasAsync("203.0.113.99"));

        peer.Kill();
        await weir.WaitForJsonAsync("bgp/json", b => BgpRun.State(b, router) == "idle");
        await weir.WaitForJsonAsync(BgpRun.ScriptPath + "counts/json", c => c.GetProperty("closed").GetInt32() == 1);
        Assert.Empty((await weir.Http.GetFromJsonAsync<JsonElement>($"bgp/{router}/routes/json", Cancel)).EnumerateArray());
        peer.Start();
        await ExpectAllAsync(peer);
        await weir.WaitForJsonAsync(BgpRun.ScriptPath + "counts/json", c =>
            c.GetProperty("opened").GetInt32() == 2 && c.GetProperty("routes").GetInt32() == 2 && c.GetProperty("flows").GetInt32() == BgpRun.Attacks.Count);

        Assert.True(await BgpRun.RemoveAsync(weir, "203.0.113.1"));
        Assert.True(await BgpRun.RemoveAsync(weir, Victim(4)));
        await peer.ExpectGoneAsync("203.0.113.1");
        await peer.ExpectGoneAsync(Victim(4));
        await CheckRecordsAsync(weir, router);
    }

    [Fact]
    public async Task AddFlow_CapReached_IsRefusedAndShown()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("gobgpd"), "gobgpd is not installed");
        const string router = "127.0.0.163";
        using BgpPeer peer = BgpPeer.Make("gobgpd", BgpRun.Dialled(router, "127.0.0.162", out string dial) with { Secret = "a-secret" });
        peer.Start();
        await using WeirProcess weir = await BgpRun.StartAsync("127.0.0.162", router, "weir.bgp.maxflows=2", $"weir.bgp.password.{router}=a-secret", dial);
        await weir.WaitForJsonAsync("bgp/json", b => BgpRun.State(b, router) == "established");

        Assert.True(await BgpRun.AddAsync(weir, "filter", "203.0.113.10", "udp_flood", "443"));
        Assert.True(await BgpRun.AddAsync(weir, "filter", "203.0.113.11", "udp_flood", "443"));
        Assert.False(await BgpRun.AddAsync(weir, "filter", "203.0.113.12", "udp_flood", "443"));
        JsonElement neighbor = (await weir.Http.GetFromJsonAsync<JsonElement>("bgp/json", Cancel)).GetProperty(router);
        Assert.True(neighbor.GetProperty("atCap").GetBoolean());
        Assert.True(neighbor.GetProperty("nearCap").GetBoolean());
        Assert.Equal((2, 2), (neighbor.GetProperty("flows").GetInt32(), neighbor.GetProperty("maxFlows").GetInt32()));
        Assert.Equal(0, neighbor.GetProperty("overCap").GetInt32());
        await weir.WaitForLogAsync("the cap is reached");
        await weir.WaitForLogAsync("80 % of a cap is in use");
        await peer.ExpectAsync("203.0.113.11", peer.Shows("drop"));
        Assert.False(await peer.HasAsync("203.0.113.12"));

        // A place that is given back can be taken.
        Assert.True(await BgpRun.RemoveAsync(weir, "203.0.113.10"));
        Assert.True(await BgpRun.AddAsync(weir, "filter", "203.0.113.12", "udp_flood", "443"));
        await peer.ExpectAsync("203.0.113.12", peer.Shows("drop"));
    }

    [Theory]
    [InlineData(65001, "64501,65001,65001,false,true", "65001,64501,65001-64500-64501,true,false")]
    [InlineData(65000, "64501,65000,65000,false,true", "65000,64501,64500-64501,true,false")]
    public async Task AddSource_RoutesOfGobgp_FillFlowKeysAndPrefixStatistics(int peerAs, string inward, string outward)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("gobgpd"), "gobgpd is not installed");
        string router = peerAs == 65000 ? "127.0.0.165" : "127.0.0.167";
        string us = peerAs == 65000 ? "127.0.0.164" : "127.0.0.166";
        using GobgpPeer peer = new(BgpRun.Dialled(router, us, out string dial) with { PeerAs = peerAs });
        peer.Start();
        await using WeirProcess weir = await BgpRun.StartAsync(us, router, $"test.agent={Fixtures.Agent}", dial);
        await peer.OriginateAsync("192.0.2.0/24", "nexthop", "192.0.2.1");
        await peer.OriginateAsync("198.51.100.0/24", "nexthop", "192.0.2.1", "aspath", "64500,64501", "community", "65001:7");
        await weir.WaitForJsonAsync("bgp/json", b => b.GetProperty(router).GetProperty("prefixes4").GetInt32() == 2);

        using UdpClient agent = new();
        agent.Connect(IPAddress.Loopback, weir.SFlowPort);
        uint sequence = 0;
        JsonElement flows = await weir.WaitForJsonAsync("activeflows/ALL/as/json", f =>
        {
            byte[][] packets = [Fixtures.Amplification("198.51.100.5", "192.0.2.129"), Fixtures.Amplification("192.0.2.129", "198.51.100.5"), Fixtures.Amplification("203.0.113.1", "203.0.113.2")];
            agent.Send(Fixtures.Datagram(++sequence, 1000, packets));
            return f.GetArrayLength() > 1;
        });
        Assert.Equal(new[] { inward, outward }.Order(StringComparer.Ordinal), flows.EnumerateArray().Select(f => f.GetProperty("key").GetString()!).Order(StringComparer.Ordinal));

        JsonElement top = await weir.WaitForJsonAsync(BgpRun.ScriptPath + "top/json", t => t.GetProperty("topPrefixes").GetArrayLength() > 1);
        Assert.Equal("established", top.GetProperty("state").GetString());
        Assert.Equal(2, top.GetProperty("nPrefixes").GetInt32());
        string[] prefixes = [.. top.GetProperty("topPrefixes").EnumerateArray().Select(p => p.GetProperty("prefix").GetString()!).Order(StringComparer.Ordinal)];
        Assert.Equal(["192.0.2.0/24", "198.51.100.0/24"], prefixes);
        Assert.True(top.GetProperty("topPrefixes")[0].GetProperty("value").GetDouble() > 0);
    }

    [Fact]
    public async Task AddNeighbor_Again_TellsTheScriptOrReplacesTheSession()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("gobgpd"), "gobgpd is not installed");
        const string router = "127.0.0.170";
        using BgpPeer peer = BgpPeer.Make("gobgpd", BgpRun.Dialled(router, "127.0.0.169", out string dial));
        peer.Start();
        await using WeirProcess weir = await BgpRun.StartAsync("127.0.0.169", router, dial);
        await weir.WaitForJsonAsync(BgpRun.ScriptPath + "counts/json", c => c.GetProperty("opened").GetInt32() == 1);
        Assert.True(await BgpRun.AddAsync(weir, "filter", "203.0.113.10", "udp_flood", "443"));

        // As a script that was started again does: the session stays, and the script hears of it.
        await BgpRun.PostAsync(weir, "join", new { flowspec = true });
        JsonElement counts = await weir.WaitForJsonAsync(BgpRun.ScriptPath + "counts/json", c => c.GetProperty("opened").GetInt32() == 2);
        Assert.Equal((0, 1), (counts.GetProperty("closed").GetInt32(), counts.GetProperty("flows").GetInt32()));

        await BgpRun.PostAsync(weir, "join", new { flowspec = false });
        await weir.WaitForJsonAsync(BgpRun.ScriptPath + "counts/json", c => c.GetProperty("opened").GetInt32() == 3);
        Assert.False(await BgpRun.AddAsync(weir, "filter", "203.0.113.10", "udp_flood", "443"));
        await weir.WaitForLogAsync("the neighbour does not speak Ipv4FlowSpec");
        JsonElement neighbor = (await weir.Http.GetFromJsonAsync<JsonElement>("bgp/json", Cancel)).GetProperty(router);
        Assert.DoesNotContain(neighbor.GetProperty("families").EnumerateArray(), f => f.GetString() == "Ipv4FlowSpec");
        Assert.Equal(0, neighbor.GetProperty("flows").GetInt32());
    }

    [Fact]
    public async Task Start_BgpPortInUse_IsOneFatalLine()
    {
        using TcpListener other = new(IPAddress.Parse("127.0.0.168"), 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        (int exitCode, _, string error) = await WeirProcess.RunAsync("-Dbgp.start=yes", $"-Dbgp.port={port}", "-Dbgp.address=127.0.0.168", "-Dhttp.port=0", "-Dsflow.port=0");
        Assert.Equal(1, exitCode);
        Assert.Contains($"weir: BGP cannot listen on port {port} of 127.0.0.168", error, StringComparison.Ordinal);
    }

    private static string Victim(int attack) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{20 + attack}");

    private static async Task ExpectAllAsync(BgpPeer peer)
    {
        await peer.ExpectAsync("203.0.113.1", "192.0.2.1");
        await peer.ExpectAsync("2001:db8::1", "100::1");
        for (int i = 0; i < BgpRun.Attacks.Count; i++)
        {
            await peer.ExpectAsync(Victim(i), [.. BgpRun.Attacks[i].Match.Append("drop").Select(w => BgpRun.Shown(peer, w, isV6: false))]);
        }
    }

    private static async Task CheckRecordsAsync(WeirProcess weir, string router)
    {
        string metrics = await weir.Http.GetStringAsync("metrics", Cancel);
        Assert.Contains($"weir_bgp_session_up{{router=\"{router}\"}} 1", metrics, StringComparison.Ordinal);
        Assert.Contains($"weir_bgp_established_total{{router=\"{router}\"}} 2", metrics, StringComparison.Ordinal);
        string audit = Path.Combine(weir.Home, "data", "audit.jsonl");
        Assert.True(await Weir.Testing.Condition.HoldsAsync(() => File.Exists(audit) && File.ReadAllText(audit).Contains("bgp-flow-remove", StringComparison.Ordinal), Cancel));
        JsonElement[] entries = [.. (await File.ReadAllLinesAsync(audit, Cancel)).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Contains(entries, e => Is(e, "bgp-protect.js", "bgp-route-add", $"{router} 203.0.113.99/32", "refused: no session"));
        Assert.Contains(entries, e => Is(e, "bgp-protect.js", "bgp-route-add", $"{router} 203.0.113.1/32", "done"));
        Assert.Contains(entries, e => Is(e, "weir", "bgp-session", router, "up, AS 65001"));
        Assert.Contains(entries, e => Is(e, "bgp-protect.js", "bgp-route-remove", $"{router} 203.0.113.1", "done"));
    }

    private static bool Is(JsonElement entry, string who, string action, string target, string result) =>
        entry.GetProperty("who").GetString() == who && entry.GetProperty("action").GetString() == action
        && entry.GetProperty("target").GetString() == target && entry.GetProperty("result").GetString() == result;
}
