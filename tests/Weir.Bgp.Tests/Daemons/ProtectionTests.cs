using System.Net;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>TCP MD5 and the TTL check, with daemons that have them right and daemons that do not.</summary>
public sealed class ProtectionTests
{
    [Theory]
    [InlineData("gobgpd", 61, false)]
    [InlineData("bird", 62, false)]
    [InlineData("frr", 63, true)]
    [InlineData("exabgp", 64, true)]
    public async Task Md5_WrongSecret_GivesNoSessionAndTheRightOneDoes(string name, int net, bool dials)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        PeerSettings wrong = PeerScenario.Settings(net, dials) with { Secret = "not-the-secret" };
        PeerSettings right = PeerScenario.Settings(net + 5, dials) with { Secret = "the-secret" };
        await using BgpSpeaker one = await PeerScenario.StartAsync(PeerScenario.Options(wrong) with { Md5Secret = "the-secret" });
        await using BgpSpeaker two = await PeerScenario.StartAsync(PeerScenario.Options(right) with { Md5Secret = "the-secret" });
        using BgpPeer wrongPeer = BgpPeer.Make(name, wrong with { OurPort = one.EndPoints[0].Port });
        using BgpPeer rightPeer = BgpPeer.Make(name, right with { OurPort = two.EndPoints[0].Port });
        // The one with the wrong secret has a start, so that it would be up first if it could.
        wrongPeer.Start();
        rightPeer.Start();
        await PeerScenario.EstablishedAsync(two, right, rightPeer);
        Assert.Equal(0, one.FindNeighbor(IPAddress.Parse(wrong.Address))!.Counters.Established);
    }

    [Theory]
    [InlineData("gobgpd", 71)]
    [InlineData("frr", 72)]
    public async Task Session_InternalWithTtlSecurity_SendsEmptyPathAndLocalPref(string name, int net)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        PeerSettings settings = PeerScenario.Settings(net, dials: false) with { PeerAs = 65000 };
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        // FRR sends to internal neighbours with a TTL of 255, so there the check can be on.
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(settings) with { TtlSecurity = name == "frr" });
        await PeerScenario.EstablishedAsync(speaker, settings, peer);
        Assert.True(speaker.FindNeighbor(IPAddress.Parse(settings.Address))!.Session!.IsInternal);
        speaker.AddRoute(IPAddress.Parse(settings.Address), PeerScenario.Owner, PeerScenario.Route("203.0.113.1", "192.0.2.1"));
        await peer.ExpectAsync("203.0.113.1", name == "gobgpd" ? "LocalPref: 100" : " 100 ");
        Assert.DoesNotContain(await peer.RoutesAsync(), static r => r.Contains("203.0.113.1/", StringComparison.Ordinal) && r.Contains("65000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bird", 81, true)]
    [InlineData("frr", 82, true)]
    [InlineData("exabgp", 83, true)]
    [InlineData("bird", 84, false)]
    [InlineData("frr", 85, false)]
    [InlineData("gobgpd", 88, false)]
    public Task TtlSecurity_PeerFromTooFar_IsRefusedAndTheNearOneIsNot(string name, int net, bool dials) => RefuseFarPeerAsync(name, net, dials);

    internal static async Task RefuseFarPeerAsync(string name, int net, bool dials)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && OperatingSystem.IsLinux(), $"{name} is not installed");
        PeerSettings near = PeerScenario.Settings(net, dials) with { TtlSecurity = true };
        PeerSettings far = PeerScenario.Settings(net + 10, dials);
        await using BgpSpeaker one = await PeerScenario.StartAsync(PeerScenario.Options(near) with { TtlSecurity = true });
        await using BgpSpeaker two = await PeerScenario.StartAsync(PeerScenario.Options(far) with { TtlSecurity = true });
        using BgpPeer nearPeer = BgpPeer.Make(name, near with { OurPort = one.EndPoints[0].Port });
        using BgpPeer farPeer = BgpPeer.Make(name, far with { OurPort = two.EndPoints[0].Port });
        long before = DroppedForTtl();
        farPeer.Start();
        // The system drops its packets one by one: as often as this it has tried, and still has no session.
        Assert.True(await Condition.HoldsAsync(() => DroppedForTtl() >= before + 2, PeerScenario.Cancel), $"{farPeer.GetType().Name} did not try");
        nearPeer.Start();
        await PeerScenario.EstablishedAsync(one, near, nearPeer);
        one.AddRoute(IPAddress.Parse(near.Address), PeerScenario.Owner, PeerScenario.Route("203.0.113.1", "192.0.2.1"));
        await nearPeer.ExpectAsync("203.0.113.1");
        Assert.Equal(0, two.FindNeighbor(IPAddress.Parse(far.Address))!.Counters.Established);
        Assert.False(await farPeer.HasAsync("203.0.113.1"));
    }

    [Fact]
    public async Task TtlSecurity_OneNeighborOfTwo_LetsTheOtherInAndChecksItsOwn()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird") && OperatingSystem.IsLinux(), "bird is not installed");
        PeerSettings guarded = PeerScenario.Settings(86, dials: true);
        PeerSettings free = PeerScenario.Settings(86, dials: true) with { Address = "127.0.86.3", Port = BgpPeer.FreePort("127.0.86.3") };
        await using BgpSpeaker speaker = await PeerScenario.StartAsync(PeerScenario.Options(guarded) with { TtlSecurity = true });
        speaker.AddNeighbor(PeerScenario.Options(free));
        long before = DroppedForTtl();
        using BgpPeer far = BgpPeer.Make("bird", guarded with { OurPort = speaker.EndPoints[0].Port });
        using BgpPeer other = BgpPeer.Make("bird", free with { OurPort = speaker.EndPoints[0].Port });
        far.Start();
        other.Start();
        await PeerScenario.EstablishedAsync(speaker, free, other);
        // Here the handshake is let through, and what follows it is dropped or refused.
        Assert.True(await Condition.HoldsAsync(() => DroppedForTtl() > before || speaker.EarlyRefused > 0, PeerScenario.Cancel));
        Assert.Equal(0, speaker.FindNeighbor(IPAddress.Parse(guarded.Address))!.Counters.Established);

        // Alone again, the guarded one closes the listener to the other; gone itself, it opens it again.
        Assert.True(await speaker.RemoveNeighborAsync(IPAddress.Parse(free.Address)));
        Assert.True(await speaker.RemoveNeighborAsync(IPAddress.Parse(guarded.Address)));
        Assert.True(speaker.AddNeighbor(PeerScenario.Options(guarded)));
        await PeerScenario.EstablishedAsync(speaker, guarded, far);
    }

    // TCPMinTTLDrop of /proc/net/netstat: packets dropped because their TTL was below what their socket demands.
    private static long DroppedForTtl()
    {
        string[][] lines = [.. File.ReadLines("/proc/net/netstat").Where(static l => l.StartsWith("TcpExt:", StringComparison.Ordinal)).Select(static l => l.Split(' '))];
        return long.Parse(lines[1][Array.IndexOf(lines[0], "TCPMinTTLDrop")], System.Globalization.CultureInfo.InvariantCulture);
    }
}
