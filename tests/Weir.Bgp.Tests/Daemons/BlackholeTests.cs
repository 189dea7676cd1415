using Weir.Bgp.Tests.Peers;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>Blackholes where they count: in the kernel that the daemon feeds, in a namespace of its own.</summary>
/// <remarks>GoBGP and ExaBGP feed no kernel themselves; what they have is their table and their processes, see <see cref="AnnounceTests"/>.</remarks>
public sealed class BlackholeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("bird")]
    [InlineData("frr")]
    public async Task Route_WithBlackholeCommunityOrNextHop_IsABlackholeInTheKernelUntilWithdrawn(string name)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name) && PeerNamespace.IsPossible, $"{name}, root and ip are needed");
        using PeerNamespace space = await PeerNamespace.CreateAsync("10.255.0.1/24", "10.255.0.2/24");
        PeerSettings settings = new("10.255.0.2", 1790, "10.255.0.1", 179, Dials: false) { Namespace = space.Name };
        using BgpPeer peer = BgpPeer.Make(name, settings);
        peer.Start();
        using PeerProcess speaker = PeerScenario.Speaker(settings);
        speaker.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
        speaker.Write("route 2001:db8::1/128 100::1 65535:666");
        await ExpectAsync(space, peer, speaker, static routes => Has(routes, "blackhole 203.0.113.1 ") && Has(routes, "blackhole 2001:db8::1 "));

        speaker.Write("unroute 203.0.113.1/32");
        await ExpectAsync(space, peer, speaker, static routes => !Has(routes, "203.0.113.1 ") && Has(routes, "blackhole 2001:db8::1 "));
        speaker.Write("route 203.0.113.1/32 192.0.2.1 65535:666");
        await ExpectAsync(space, peer, speaker, static routes => Has(routes, "blackhole 203.0.113.1 "));

        // Without a session the router's kernel forwards again: a deliberate end takes everything back.
        speaker.Write("leave");
        await ExpectAsync(space, peer, speaker, static routes => !Has(routes, "203.0.113.1 ") && !Has(routes, "2001:db8::1 "));
    }

    private static bool Has(string routes, string text) => routes.Contains(text, StringComparison.Ordinal);

    private static async Task ExpectAsync(PeerNamespace space, BgpPeer peer, PeerProcess speaker, Predicate<string> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        string routes = "";
        while (!holds(routes = await space.BlackholesAsync()))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"the kernel has:\n{routes}\n{string.Join('\n', await peer.RoutesAsync())}\n{speaker.Tail}");
            await timer.WaitForNextTickAsync(PeerScenario.Cancel);
        }
    }
}
