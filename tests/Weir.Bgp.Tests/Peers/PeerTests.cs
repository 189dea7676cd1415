using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Peers;

/// <summary>The speaker against real daemons, each on its own loopback address, each seen through its own tools.</summary>
public sealed class PeerTests
{
    private static readonly RouteOwner Owner = new("test");

    // Rule, what the peer must show of its match, and of its action. The first seven are the attack types of ddos-protect.
    private static readonly (string Id, string Match4, string Match6, string[] Match, string Then4, string Then6, string Action)[] Rules =
    [
        ("11", "protocol =47", "protocol =47", ["gre"], "traffic-rate 0", "traffic-rate 0", "drop"),
        ("12", "protocol =17 fragment =I", "protocol =17 fragment =I", ["fragment"], "traffic-rate 12500", "traffic-rate 12500", "rate"),
        ("13", "protocol =1 icmp-type =8", "protocol =58 icmp-type =128", ["icmp-type"], "traffic-marking le", "traffic-marking le", "mark"),
        ("14", "protocol =17 destination-port =443", "protocol =17 destination-port =443", ["destination-port 443"], "redirect-as 65000:666", "redirect-as 65000:666", "redirect-as"),
        ("15", "protocol =17 source-port =53", "protocol =17 source-port =53", ["source-port 53"], "communities 128:6:0", "communities 128:6:0", "drop"),
        ("16", "protocol =6 destination-port =80", "protocol =6 destination-port =80", ["destination-port 80"], "traffic-action sample,terminal", "traffic-action sample,terminal", "action"),
        ("17", "protocol =6 source-port =443 tcp-flags =SA", "protocol =6 source-port =443 tcp-flags =SA", ["source-port 443", "tcp-flags"], "redirect-nexthop 192.0.2.1", "redirect-nexthop 100::1", "redirect-nexthop"),
        ("18", "protocol =17", "protocol =17", [], "redirect-ip 192.0.2.9:666", "redirect-ip 192.0.2.9:666", "redirect-ip"),
        ("19", "protocol =17", "protocol =17", [], "redirect-action-ip 192.0.2.1", "redirect-action-ip 2001:db8::9", "redirect-action-ip"),
        ("20", "protocol =17", "protocol =17", [], "traffic-rate-packets 1000", "traffic-rate-packets 1000", "packets"),
        ("21", "protocol =17", "protocol =17", [], "redirect-as4 4200000000:666", "redirect-as4 4200000000:666", "redirect-as4"),
    ];

    [Theory]
    [InlineData("gobgpd", 21)]
    [InlineData("bird", 22)]
    [InlineData("frr", 23)]
    [InlineData("exabgp", 24)]
    public async Task Session_WeDial_EveryRouteRuleAndActionIsSeenAndWithdrawn(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = Settings(net, dials: false);
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await using BgpSpeaker speaker = await StartAsync(Options(settings));
        await EstablishedAsync(speaker, settings, peer);
        // Add, withdraw, add: the second announcement must be taken like the first.
        for (int round = 0; round < 2; round++)
        {
            AddAll(speaker, settings, name);
            await ExpectAllAsync(peer, name);
            Assert.All(speaker.Routes(IPAddress.Parse(settings.Address)), static r => Assert.Equal(RouteState.Sent, r.State));
            if (round == 0)
            {
                speaker.RemoveOwner(IPAddress.Parse(settings.Address), Owner.Name);
                await peer.ExpectGoneAsync("203.0.113.1");
                await peer.ExpectGoneAsync("203.0.113.17");
                await peer.ExpectGoneAsync("2001:db8::21");
                Assert.DoesNotContain(await peer.RoutesAsync(), static r => r.Contains("203.0.113.", StringComparison.Ordinal) || r.Contains("2001:db8::", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("gobgpd", 31)]
    [InlineData("bird", 32)]
    [InlineData("frr", 33)]
    [InlineData("exabgp", 34)]
    public async Task Session_PeerDialsAndRestarts_RoutesComeBack(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = Settings(net, dials: true);
        await using BgpSpeaker speaker = await StartAsync(Options(settings));
        settings = settings with { OurPort = speaker.EndPoints[0].Port };
        IPAddress address = IPAddress.Parse(settings.Address);
        Assert.Equal(AddRouteResult.NoSession, speaker.AddRoute(address, Owner, Route("203.0.113.1", "192.0.2.1")));
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"));
        peer.Kill();
        Assert.True(await Condition.HoldsAsync(() => speaker.FindNeighbor(address)!.State != ConnectionState.Established, TestContext.Current.CancellationToken));
        Assert.Equal(RouteState.NoSession, speaker.FindRoute(address, Route("203.0.113.1", "192.0.2.1").Nlri));
        peer.Start();
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"));
        Assert.Equal(2, speaker.FindNeighbor(address)!.Counters.Established);
    }

    [Theory]
    [InlineData("gobgpd", 41)]
    [InlineData("bird", 42)]
    [InlineData("frr", 43)]
    public async Task Kill_SpeakerWithGracefulRestart_PeerKeepsRoutesUntilEndOfRib(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = Settings(net, dials: false);
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        using (PeerProcess first = Speaker(settings))
        {
            first.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
            first.Write("route 203.0.113.2/32 192.0.2.1 65535:666");
            await peer.ExpectAsync("203.0.113.1");
            await peer.ExpectAsync("203.0.113.2");
            first.Kill();
        }

        Assert.True(await peer.HasAsync("203.0.113.1") && await peer.HasAsync("203.0.113.2"), "routes must outlive the process");
        using PeerProcess second = Speaker(settings);
        second.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
        // Until End-of-RIB both are there; after it only the one wanted again. The first must never be missing.
        bool stale = true;
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (stale && TimeProvider.System.GetElapsedTime(start) < Condition.Patience)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            IReadOnlyList<string> routes = await peer.RoutesAsync();
            Assert.True(routes.Any(static r => r.Contains("203.0.113.1/", StringComparison.Ordinal)), "the route flapped: " + string.Join('\n', routes) + second.Tail);
            stale = routes.Any(static r => r.Contains("203.0.113.2/", StringComparison.Ordinal));
        }

        Assert.False(stale, "the route that was not repeated stayed: " + second.Tail);
        Assert.Equal(1, second.Count("open"));
    }

    [Fact]
    public async Task Add_BeyondTheCap_PeerHasNoMoreThanTheCap()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird"), "bird is not installed");
        PeerSettings settings = Settings(51, dials: false);
        using BgpPeer peer = BgpPeer.Make("bird", settings);
        peer.Start();
        await using BgpSpeaker speaker = await StartAsync(Options(settings) with { MaxRoutes = 2 });
        await EstablishedAsync(speaker, settings, peer);
        IPAddress address = IPAddress.Parse(settings.Address);
        Assert.Equal(AddRouteResult.Accepted, speaker.AddRoute(address, Owner, Route("203.0.113.1", "192.0.2.1")));
        Assert.Equal(AddRouteResult.Accepted, speaker.AddRoute(address, Owner, Route("203.0.113.2", "192.0.2.1")));
        Assert.Equal(AddRouteResult.OverCap, speaker.AddRoute(address, Owner, Route("203.0.113.3", "192.0.2.1")));
        Assert.True(speaker.FindNeighbor(address)!.IsNearCap);
        await peer.ExpectAsync("203.0.113.2");
        Assert.False(await peer.HasAsync("203.0.113.3"));
        speaker.Remove(address, Owner.Name, Route("203.0.113.1", "192.0.2.1").Nlri);
        await peer.ExpectAsync("203.0.113.3");
        await peer.ExpectGoneAsync("203.0.113.1");
    }

    [Theory]
    [InlineData("gobgpd", 61, true)]
    [InlineData("bird", 62, false)]
    public async Task Md5_WrongSecret_GivesNoSessionAndTheRightOneDoes(string name, int net, bool dials)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        PeerSettings wrong = Settings(net, dials) with { Secret = "not-the-secret" };
        PeerSettings right = Settings(net + 5, dials) with { Secret = "the-secret" };
        await using BgpSpeaker one = await StartAsync(Options(wrong) with { Md5Secret = "the-secret" });
        await using BgpSpeaker two = await StartAsync(Options(right) with { Md5Secret = "the-secret" });
        using BgpPeer wrongPeer = BgpPeer.Make(name, wrong with { OurPort = one.EndPoints[0].Port });
        using BgpPeer rightPeer = BgpPeer.Make(name, right with { OurPort = two.EndPoints[0].Port });
        // The one with the wrong secret has a start, so that it would be up first if it could.
        wrongPeer.Start();
        rightPeer.Start();
        await EstablishedAsync(two, right, rightPeer);
        Assert.Equal(0, one.FindNeighbor(IPAddress.Parse(wrong.Address))!.Counters.Established);
    }

    [Theory]
    [InlineData("gobgpd", 71)]
    [InlineData("frr", 72)]
    public async Task Session_InternalWithTtlSecurity_SendsEmptyPathAndLocalPref(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        PeerSettings settings = Settings(net, dials: false) with { PeerAs = 65000 };
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        // FRR sends to internal neighbours with a TTL of 255, so there the check can be on.
        await using BgpSpeaker speaker = await StartAsync(Options(settings) with { TtlSecurity = name == "frr" });
        await EstablishedAsync(speaker, settings, peer);
        Assert.True(speaker.FindNeighbor(IPAddress.Parse(settings.Address))!.Session!.IsInternal);
        speaker.AddRoute(IPAddress.Parse(settings.Address), Owner, Route("203.0.113.1", "192.0.2.1"));
        await peer.ExpectAsync("203.0.113.1", name == "gobgpd" ? "LocalPref: 100" : " 100 ");
        Assert.DoesNotContain(await peer.RoutesAsync(), static r => r.Contains("203.0.113.1/", StringComparison.Ordinal) && r.Contains("65000", StringComparison.Ordinal));
    }

    private static PeerSettings Settings(int net, bool dials)
    {
        string address = $"127.0.{net}.2";
        string ours = $"127.0.{net}.1";
        return new PeerSettings(address, BgpPeer.FreePort(address), ours, 179, dials);
    }

    private static BgpNeighborOptions Options(PeerSettings settings) => new()
    {
        Address = IPAddress.Parse(settings.Address),
        LocalAddress = IPAddress.Parse(settings.OurAddress),
        RemotePort = settings.Dials ? 0 : settings.Port,
        LocalAs = 65000,
        PeerAs = (uint)settings.PeerAs,
        RouterId = IPAddress.Parse("10.0.0.1"),
        Families = FamilySet.All,
        HoldTime = TimeSpan.FromSeconds(9),
        ConnectRetry = TimeSpan.FromMilliseconds(300),
        EndOfRibDelay = TimeSpan.FromMilliseconds(500),
    };

    private static async Task<BgpSpeaker> StartAsync(BgpNeighborOptions options)
    {
        BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [options.LocalAddress!], Port = 0 });
        speaker.AddNeighbor(options);
        await speaker.StartAsync(TestContext.Current.CancellationToken);
        return speaker;
    }

    private static async Task EstablishedAsync(BgpSpeaker speaker, PeerSettings settings, BgpPeer peer)
    {
        IPAddress address = IPAddress.Parse(settings.Address);
        bool up = await Condition.HoldsAsync(() => speaker.FindNeighbor(address)!.State == ConnectionState.Established, TestContext.Current.CancellationToken);
        Assert.True(up, $"no session with {peer.GetType().Name}: {speaker.FindNeighbor(address)}");
    }

    private static UnicastRoute Route(string prefix, string nextHop)
    {
        Assert.True(UnicastRoute.TryParse(prefix, nextHop, "65535:666", "100", "", out UnicastRoute? route, out _));
        return route!;
    }

    private static FlowSpecRoute Flow(string text)
    {
        Assert.True(FlowSpecText.TryParse(text, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems), text + string.Join(";", problems));
        return route!;
    }

    // ExaBGP 4.2.21 ends the session on a redirect to a four-octet AS alone, which the other three take as it is sent.
    private static bool Takes(string name, string action) => name != "exabgp" || action != "redirect-as4";

    private static void AddAll(BgpSpeaker speaker, PeerSettings settings, string name)
    {
        IPAddress address = IPAddress.Parse(settings.Address);
        Assert.Equal(AddRouteResult.Accepted, speaker.AddRoute(address, Owner, Route("203.0.113.1", "192.0.2.1")));
        Assert.Equal(AddRouteResult.Accepted, speaker.AddRoute(address, Owner, Route("2001:db8::1", "100::1")));
        foreach ((string id, string match4, string match6, _, string then4, string then6, string action) in Rules)
        {
            (string a4, string a6) = Takes(name, action) ? (then4, then6) : ("traffic-rate 0", "traffic-rate 0");
            Assert.Equal(AddRouteResult.Accepted, speaker.AddFlow(address, Owner, Flow($"destination 203.0.113.{id} {match4} then {a4}")));
            Assert.Equal(AddRouteResult.Accepted, speaker.AddFlow(address, Owner, Flow($"destination 2001:db8::{id} {match6} then {a6}")));
        }
    }

    private static async Task ExpectAllAsync(BgpPeer peer, string name)
    {
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"), "192.0.2.1");
        await peer.ExpectAsync("2001:db8::1", peer.Shows("blackhole"), "100::1");
        foreach ((string id, _, _, string[] match, _, _, string action) in Rules)
        {
            string shown = Takes(name, action) ? action : "drop";
            foreach (bool isV6 in new[] { false, true })
            {
                IEnumerable<string?> texts = match.Append(shown).Select(w => w switch
                {
                    "icmp-type" => peer.Shows(isV6 ? "icmp-type 128" : "icmp-type 8"),
                    "redirect-action-ip" => peer.Shows(isV6 ? "redirect-action-ip 6" : "redirect-action-ip 4"),
                    _ => peer.Shows(w),
                });
                await peer.ExpectAsync((isV6 ? "2001:db8::" : "203.0.113.") + id, [.. texts]);
            }
        }
    }

    private static PeerProcess Speaker(PeerSettings settings)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Weir.Bgp.TestSpeaker.dll");
        return new PeerProcess("dotnet",
        [
            "exec", program, settings.OurAddress, "0", settings.Address, settings.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "65000",
        ]);
    }
}
