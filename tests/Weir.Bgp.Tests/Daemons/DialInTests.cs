using System.Net;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>Daemons that dial in, die and come back.</summary>
public sealed class DialInTests
{
    [Theory]
    [InlineData("bird", 32)]
    [InlineData("frr", 33)]
    [InlineData("exabgp", 34)]
    public Task Session_PeerDialsAndRestarts_RoutesComeBack(string name, int net) => DieAndComeBackAsync(name, net);

    [Fact]
    public async Task Session_PeerRestartsUnseen_NewConnectionReplacesTheOld()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird"), "bird is not installed");
        PeerSettings settings = PeerScenario.Settings(35, dials: true);
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings) with { HoldTime = TimeSpan.FromSeconds(90) });
        settings = settings with { OurPort = speaker.EndPoints[0].Port, HoldSeconds = 90 };
        using BgpPeer frozen = BgpPeer.Make("bird", settings);
        frozen.Start();
        await PeerScenario.EstablishedAsync(speaker, settings, frozen);
        IPAddress address = IPAddress.Parse(settings.Address);
        speaker.AddRoute(address, PeerScenario.Owner, PeerScenario.Route("203.0.113.1", "192.0.2.1"));
        await frozen.ExpectAsync("203.0.113.1", frozen.Shows("blackhole"));

        // As after a power cut: the old connection is neither closed nor answered, and the router dials again.
        frozen.Freeze();
        using BgpPeer again = BgpPeer.Make("bird", settings with { Port = BgpPeer.FreePort(settings.Address) });
        again.Start();
        await again.ExpectAsync("203.0.113.1", again.Shows("blackhole"));
        NeighborStatus status = speaker.FindNeighbor(address)!;
        Assert.Equal((2L, 1L, 1L), (status.Counters.Established, status.Counters.Lost, status.Counters.Replaced));
    }

    internal static async Task DieAndComeBackAsync(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: true);
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings));
        settings = settings with { OurPort = speaker.EndPoints[0].Port };
        IPAddress address = IPAddress.Parse(settings.Address);
        Assert.Equal(AddRouteResult.NoSession, speaker.AddRoute(address, PeerScenario.Owner, PeerScenario.Route("203.0.113.1", "192.0.2.1")));
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"));
        peer.Kill();
        Assert.True(await Condition.HoldsAsync(() => speaker.FindNeighbor(address)!.State != ConnectionState.Established, PeerScenario.Cancel));
        Assert.Equal(RouteState.NoSession, speaker.FindRoute(address, PeerScenario.Route("203.0.113.1", "192.0.2.1").Nlri));
        peer.Start();
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"));
        Assert.Equal(2, speaker.FindNeighbor(address)!.Counters.Established);
    }
}
