using System.Globalization;
using System.Text.Json;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>Every attack type and every action, in both families, from a script's call through the whole program into four daemons' own output.</summary>
public class BgpMitigationTests
{
    // Action as the script writes it in each family, and the word for what the daemon shows. The first seven go with the seven attacks.
    private static readonly (string Name, string Value4, string Value6, string Word)[] Actions =
    [
        ("traffic-rate", "0", "0", "drop"),
        ("traffic-rate", "12500", "12500", "rate"),
        ("traffic-marking", "le", "le", "mark"),
        ("redirect-as", "65000:666", "65000:666", "redirect-as"),
        ("communities", "128:6:0", "128:6:0", "drop"),
        ("redirect-ip", "192.0.2.9:666", "192.0.2.9:666", "redirect-ip"),
        ("redirect-nexthop", "192.0.2.1", "100::1", "redirect-nexthop"),
        ("redirect-action-ip", "192.0.2.1", "2001:db8::9", "redirect-action-ip"),
        ("traffic-rate-packets", "1000", "1000", "packets"),
        ("traffic-action", "sample,terminal", "sample,terminal", "action"),
        ("redirect-as4", "4200000000:666", "4200000000:666", "redirect-as4"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gobgpd", 176)]
    [InlineData("bird", 178)]
    [InlineData("frr", 180)]
    [InlineData("exabgp", 182)]
    public async Task Script_EveryAttackAndAction_IsSeenByTheRouterAndWithdrawn(string name, int host)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        string us = $"127.0.0.{host}";
        string router = $"127.0.0.{host + 1}";
        using BgpPeer peer = BgpPeer.Make(name, BgpRun.Dialled(router, us, out string dial));
        peer.Start();
        // What ExaBGP cannot bear is withheld from it.
        await using WeirProcess weir = await BgpRun.StartAsync(us, router, dial, $"weir.bgp.withhold.{router}={(name == "exabgp" ? "redirect-as4" : "")}");
        await BgpRun.EstablishedAsync(weir, router);

        List<(string Address, string?[] Texts)> wanted = [];
        for (int round = 0; round < 2; round++)
        {
            wanted.Clear();
            await AddAllAsync(weir, peer, name, wanted);
            await peer.ExpectAllAsync(wanted);
            JsonElement routes = await weir.WaitForJsonAsync($"bgp/{router}/routes/json", r => r.EnumerateArray().All(e => e.GetProperty("state").GetString() == "Sent"));
            Assert.Equal(wanted.Count, routes.GetArrayLength());
            foreach ((string address, _) in wanted)
            {
                Assert.True(await BgpRun.RemoveAsync(weir, address), address);
            }

            await peer.ExpectGoneAsync([.. wanted.Select(static w => w.Address)]);
        }

        JsonElement counters = (await BgpRun.NeighborAsync(weir, router)).GetProperty("counters");
        Assert.Equal((1, 0), (counters.GetProperty("established").GetInt32(), counters.GetProperty("lost").GetInt32()));
    }

    [Theory]
    [InlineData("frr", 184)]
    [InlineData("exabgp", 186)]
    public async Task Password_Wrong_GivesNoSessionUntilItIsRight(string name, int host)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        string us = $"127.0.0.{host}";
        string router = $"127.0.0.{host + 1}";
        await using WeirProcess weir = await BgpRun.StartAsync(us, router, $"weir.bgp.password.{router}=the-secret");
        PeerSettings settings = BgpRun.Settings(router, us, await BgpRun.PortAsync(weir)) with { Secret = "not-the-secret" };
        long before = WrongSignatures();
        using (BgpPeer wrong = BgpPeer.Make(name, settings))
        {
            wrong.Start();
            Assert.True(await Condition.HoldsAsync(() => WrongSignatures() >= before + 2, Cancel), $"{name} did not try");
            JsonElement neighbor = await BgpRun.NeighborAsync(weir, router);
            Assert.Equal(("idle", 0), (neighbor.GetProperty("state").GetString(), neighbor.GetProperty("counters").GetProperty("established").GetInt32()));
        }

        using BgpPeer right = BgpPeer.Make(name, settings with { Secret = "the-secret" });
        right.Start();
        await BgpRun.EstablishedAsync(weir, router);
    }

    [Fact]
    public async Task Cap_FilledStepByStep_AlarmsAtFourFifthsAndRefusesBeyond()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird"), "bird is not installed");
        const string us = "127.0.0.188";
        const string router = "127.0.0.189";
        await using WeirProcess weir = await BgpRun.StartAsync(us, router, "weir.bgp.maxroutes=5");
        using BgpPeer peer = BgpPeer.Make("bird", BgpRun.Settings(router, us, await BgpRun.PortAsync(weir)));
        peer.Start();
        await BgpRun.EstablishedAsync(weir, router);
        bool[] near = new bool[6];
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(i < 5, await BgpRun.AddAsync(weir, "drop", Victim(i)));
            near[i] = (await BgpRun.NeighborAsync(weir, router)).GetProperty("nearCap").GetBoolean();
        }

        Assert.Equal([false, false, false, true, true, true], near);
        await weir.WaitForLogAsync("80 % of a cap is in use");
        await weir.WaitForLogAsync("the cap is reached");
        await peer.ExpectAllAsync([.. Enumerable.Range(0, 5).Select(static i => (Victim(i), Array.Empty<string?>()))]);
        Assert.False(await peer.HasAsync(Victim(5)));
        string metrics = await weir.Http.GetStringAsync("metrics", Cancel);
        Assert.Contains($"weir_bgp_near_cap{{router=\"{router}\"}} 1", metrics, StringComparison.Ordinal);

        Assert.True(await BgpRun.RemoveAsync(weir, Victim(0)) && await BgpRun.RemoveAsync(weir, Victim(1)));
        await weir.WaitForLogAsync("less than 80 % of the caps is in use");
        Assert.False((await BgpRun.NeighborAsync(weir, router)).GetProperty("nearCap").GetBoolean());
        Assert.True(await BgpRun.AddAsync(weir, "drop", Victim(5)));
        await peer.ExpectAsync(Victim(5));
    }

    private static async Task AddAllAsync(WeirProcess weir, BgpPeer peer, string name, List<(string Address, string?[] Texts)> wanted)
    {
        Assert.True(await BgpRun.AddAsync(weir, "drop", "203.0.113.1"));
        Assert.True(await BgpRun.AddAsync(weir, "drop", "2001:db8::1"));
        wanted.Add(("203.0.113.1", [peer.Shows("blackhole"), "192.0.2.1"]));
        wanted.Add(("2001:db8::1", [peer.Shows("blackhole"), "100::1"]));
        for (int i = 0; i < Actions.Length; i++)
        {
            (string attack, string value4, string value6, string[] match) = BgpRun.Attacks[i % BgpRun.Attacks.Count];
            foreach (bool isV6 in new[] { false, true })
            {
                string target = (isV6 ? "2001:db8::" : "203.0.113.") + (20 + i).ToString(CultureInfo.InvariantCulture);
                Dictionary<string, string> then = new() { [Actions[i].Name] = isV6 ? Actions[i].Value6 : Actions[i].Value4 };
                bool isTaken = name != "exabgp" || Actions[i].Name != "redirect-as4";
                Assert.Equal(isTaken, await BgpRun.AddAsync(weir, "filter", target, attack, isV6 ? value6 : value4, then));
                if (isTaken)
                {
                    wanted.Add((target, [.. match.Append(Actions[i].Word).Select(w => BgpRun.Shown(peer, w, isV6))]));
                }
            }
        }
    }

    private static string Victim(int i) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{50 + i}");

    // TCPMD5Failure of /proc/net/netstat: segments with a signature that does not fit the secret.
    private static long WrongSignatures()
    {
        string[][] lines = [.. File.ReadLines("/proc/net/netstat").Where(static l => l.StartsWith("TcpExt:", StringComparison.Ordinal)).Select(static l => l.Split(' '))];
        return long.Parse(lines[1][Array.IndexOf(lines[0], "TCPMD5Failure")], CultureInfo.InvariantCulture);
    }
}
