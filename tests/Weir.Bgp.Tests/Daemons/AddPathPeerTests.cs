using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Rib;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>Daemons that send every path of a prefix, as route servers do (RFC 7911).</summary>
public sealed class AddPathPeerTests
{
    [Theory]
    [InlineData("gobgpd", 111)]
    [InlineData("bird", 112)]
    [InlineData("exabgp", 113)]
    public async Task Session_PeerSendsPaths_AllAreLearnedAndTheMacDecides(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: false) with { SendsPaths = true };
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings) with { AddPaths = true });
        await PeerScenario.EstablishedAsync(speaker, settings, peer);
        Assert.True(speaker.FindNeighbor(IPAddress.Parse(settings.Address))!.Session!.AddPath.HasFlag(FamilySet.Ipv4Unicast));
        await peer.OriginatePathsAsync();
        RibIn rib = speaker.FindLearned(IPAddress.Parse(settings.Address))!;
        Assert.True(await Condition.HoldsAsync(() => rib.Statistics is { Prefixes4: 1, Paths: 2 }, PeerScenario.Cancel), rib.Statistics.ToString());
        IPAddress destination = IPAddress.Parse("198.51.100.7");
        Assert.Equal(["192.0.2.1", "192.0.2.2"], rib.FindPaths(destination).Select(static r => r.Attributes.NextHop!.ToString()).Order(StringComparer.Ordinal));
        NextHopMap macs = new(new Dictionary<IPAddress, ulong> { [IPAddress.Parse("192.0.2.1")] = 0xA1, [IPAddress.Parse("192.0.2.2")] = 0xA2 });
        foreach (ulong mac in new[] { 0xA1UL, 0xA2UL })
        {
            Assert.True(rib.TryFind(IpPrefix.BitsOf(destination, out _), false, macs, mac, out LearnedRoute route));
            Assert.Equal($"192.0.2.{mac & 0xF}", route.Attributes.NextHop!.ToString());
        }
    }

    [Theory]
    [InlineData("gobgpd", 114)]
    [InlineData("bird", 115)]
    public async Task Session_PathsNotAskedFor_OneIsLearned(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: false) with { SendsPaths = true };
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings));
        await PeerScenario.EstablishedAsync(speaker, settings, peer);
        await peer.OriginatePathsAsync();
        RibIn rib = speaker.FindLearned(IPAddress.Parse(settings.Address))!;
        Assert.True(await Condition.HoldsAsync(() => rib.Statistics is { Prefixes4: 1, Paths: 1 }, PeerScenario.Cancel), rib.Statistics.ToString());
        Assert.Equal(FamilySet.None, speaker.Neighbors[0].Session!.AddPath);
    }
}
