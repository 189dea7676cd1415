using System.Globalization;
using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.Bgp.Tests.Daemons;

/// <summary>What the tests with real daemons share. Each test has a loopback network of its own, so they run side by side.</summary>
internal static class PeerScenario
{
    public static RouteOwner Owner { get; } = new("test");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static PeerSettings Settings(int net, bool dials)
    {
        string address = $"127.0.{net}.2";
        return new PeerSettings(address, BgpPeer.FreePort(address), $"127.0.{net}.1", 179, dials);
    }

    public static BgpNeighborOptions Options(PeerSettings settings) => new()
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

    public static async Task<BgpSpeaker> StartAsync(BgpNeighborOptions options)
    {
        BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [options.LocalAddress!], Port = 0 });
        speaker.AddNeighbor(options);
        await speaker.StartAsync(Cancel);
        return speaker;
    }

    public static Task EstablishedAsync(BgpSpeaker speaker, PeerSettings settings, BgpPeer peer) =>
        UntilAsync(speaker, settings, peer, static s => s.State == ConnectionState.Established);

    public static async Task UntilAsync(BgpSpeaker speaker, PeerSettings settings, BgpPeer peer, Predicate<NeighborStatus> holds)
    {
        IPAddress address = IPAddress.Parse(settings.Address);
        Assert.True(await Condition.HoldsAsync(() => holds(speaker.FindNeighbor(address)!), Cancel), $"{peer.GetType().Name}: {speaker.FindNeighbor(address)}");
    }

    public static UnicastRoute Route(string prefix, string nextHop)
    {
        Assert.True(UnicastRoute.TryParse(prefix, nextHop, "65535:666", "100", "", out UnicastRoute? route, out _));
        return route!;
    }

    public static FlowSpecRoute Flow(string text)
    {
        Assert.True(FlowSpecText.TryParse(text, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems), text + string.Join(";", problems));
        return route!;
    }

    /// <summary>A speaker in a process of its own, which tests may kill.</summary>
    public static PeerProcess Speaker(PeerSettings settings)
    {
        string[] speaker = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Weir.Bgp.TestSpeaker.dll"), settings.OurAddress, "0", settings.Address, settings.Port.ToString(CultureInfo.InvariantCulture), "65000"];
        return settings.Namespace is string name ? new PeerProcess("ip", ["netns", "exec", name, .. speaker]) : new PeerProcess(speaker[0], speaker[1..]);
    }
}
