using System.Net;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>Our process is killed; the daemons keep its routes until it is back and has said what it wants.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData("gobgpd", 41)]
    [InlineData("bird", 42)]
    [InlineData("frr", 43)]
    public async Task Kill_SpeakerWithGracefulRestart_PeerKeepsRoutesUntilEndOfRib(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: false);
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        using (PeerProcess first = PeerScenario.Speaker(settings))
        {
            first.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
            first.Write("route 203.0.113.2/32 192.0.2.1 65535:666");
            first.Write("flow destination 203.0.113.3 protocol =17 source-port =53 then traffic-rate 0");
            await peer.ExpectAllAsync([("203.0.113.1", []), ("203.0.113.2", []), ("203.0.113.3", [])]);
            first.Kill();
        }

        Assert.True(await peer.HasAsync("203.0.113.1") && await peer.HasAsync("203.0.113.2"), "routes must outlive the process");
        // FRR keeps no flow specifications, whatever it agreed on.
        bool keepsFlows = name != "frr";
        Assert.Equal(keepsFlows, await peer.HasAsync("203.0.113.3"));
        using PeerProcess second = PeerScenario.Speaker(settings);
        second.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
        second.Write("flow destination 203.0.113.3 protocol =17 source-port =53 then traffic-rate 0");
        // Until End-of-RIB both are there; after it only the one wanted again. The first must never be missing.
        bool stale = true;
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (stale && TimeProvider.System.GetElapsedTime(start) < Condition.Patience)
        {
            await timer.WaitForNextTickAsync(PeerScenario.Cancel);
            IReadOnlyList<string> routes = await peer.RoutesAsync();
            Assert.True(routes.Any(static r => r.Contains("203.0.113.1/", StringComparison.Ordinal)), "the route flapped: " + string.Join('\n', routes) + second.Tail);
            Assert.True(!keepsFlows || routes.Any(static r => r.Contains("203.0.113.3/", StringComparison.Ordinal)), "the rule flapped: " + string.Join('\n', routes) + second.Tail);
            stale = routes.Any(static r => r.Contains("203.0.113.2/", StringComparison.Ordinal));
        }

        Assert.False(stale, "the route that was not repeated stayed: " + second.Tail);
        await peer.ExpectAsync("203.0.113.3", peer.Shows("drop"));
        Assert.Equal(1, second.Count("open"));
    }

    [Fact]
    public async Task Kill_ExabgpAsPeer_IsToldEverythingAgain()
    {
        // ExaBGP has no table that could keep routes: it tells its processes that the session is down, and hands on what comes after it.
        Assert.SkipUnless(BgpPeer.IsInstalled("exabgp"), "exabgp is not installed");
        PeerSettings settings = PeerScenario.Settings(44, dials: false);
        using BgpPeer peer = BgpPeer.Make("exabgp", settings);
        peer.Start();
        using (PeerProcess first = PeerScenario.Speaker(settings))
        {
            first.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
            first.Write("flow destination 203.0.113.2 protocol =17 source-port =53 then traffic-rate 0");
            await peer.ExpectAllAsync([("203.0.113.1", [peer.Shows("blackhole")]), ("203.0.113.2", [peer.Shows("source-port 53"), peer.Shows("drop")])]);
            first.Kill();
        }

        await peer.ExpectGoneAsync("203.0.113.1", "203.0.113.2");
        using PeerProcess second = PeerScenario.Speaker(settings);
        second.Write("flow destination 203.0.113.2 protocol =17 source-port =53 then traffic-rate 0");
        await peer.ExpectAsync("203.0.113.2", peer.Shows("source-port 53"), peer.Shows("drop"));
        Assert.False(await peer.HasAsync("203.0.113.1"));
        Assert.Equal(1, second.Count("open"));
    }

    [Theory]
    [InlineData("gobgpd", 45)]
    [InlineData("frr", 46)]
    public async Task Stop_Deliberate_PeerThatKeepsRoutesOnNotificationDropsThem(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: false);
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings));
        await PeerScenario.UntilAsync(speaker, settings, peer, static s => s.Session is { NotificationKeepsRoutes: true });
        speaker.AddRoute(IPAddress.Parse(settings.Address), PeerScenario.Owner, PeerScenario.Route("203.0.113.1", "192.0.2.1"));
        await peer.ExpectAsync("203.0.113.1");
        // RFC 8538: a plain NOTIFICATION would leave the routes for the restart time, 120 s here; a hard reset does not.
        await speaker.StopAsync();
        await peer.ExpectGoneAsync("203.0.113.1");
    }
}
