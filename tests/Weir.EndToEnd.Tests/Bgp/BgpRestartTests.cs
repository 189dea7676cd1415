using System.Text.Json;
using Weir.Bgp.Tests.Peers;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Bgp;

/// <summary>The whole program is killed; routers keep what it announced until it is back and has said what it wants.</summary>
public class BgpRestartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gobgpd", 191)]
    [InlineData("bird", 193)]
    [InlineData("frr", 195)]
    public async Task Kill_WholeProgram_RouterKeepsRoutesUntilEndOfRib(string name, int host)
    {
        Assert.SkipUnless(BgpPeer.IsInstalled(name), $"{name} is not installed");
        string us = $"127.0.0.{host}";
        string router = $"127.0.0.{host + 1}";
        using BgpPeer peer = BgpPeer.Make(name, BgpRun.Dialled(router, us, out string dial));
        peer.Start();
        await using (WeirProcess first = await BgpRun.StartAsync(us, router, dial, "test.initial=203.0.113.1,203.0.113.2", "weir.bgp.restart=60"))
        {
            await peer.ExpectAllAsync([("203.0.113.1", [peer.Shows("blackhole")]), ("203.0.113.2", [peer.Shows("blackhole")])]);
            await first.KillAsync();
        }

        // From the kill to End-of-RIB of the next start: the route that is wanted again is never missing, the other goes at End-of-RIB.
        (bool flapped, bool gone) seen = (false, false);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task watch = WatchAsync(peer, s => seen = (seen.flapped || !s.HasFirst, !s.HasSecond), stop.Token);
        await using WeirProcess second = await BgpRun.StartAsync(us, router, dial, "test.initial=203.0.113.1", "weir.bgp.restart=60");
        await BgpRun.EstablishedAsync(second, router);
        Assert.True(await Condition.HoldsAsync(() => seen.gone || watch.IsCompleted, Cancel), "the route that was not repeated stayed");
        await stop.CancelAsync();
        await watch;
        Assert.False(seen.flapped, "the route that was repeated was missing for a moment");
        await peer.ExpectAsync("203.0.113.1", peer.Shows("blackhole"));
        JsonElement counters = (await BgpRun.NeighborAsync(second, router)).GetProperty("counters");
        Assert.Equal((1, 0), (counters.GetProperty("established").GetInt32(), counters.GetProperty("lost").GetInt32()));
    }

    private static async Task WatchAsync(BgpPeer peer, Action<(bool HasFirst, bool HasSecond)> see, CancellationToken stop)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (!stop.IsCancellationRequested)
        {
            IReadOnlyList<string> routes = await peer.RoutesAsync();
            bool Has(string address) => routes.Any(r => r.Contains(address + "/", StringComparison.Ordinal));
            see((Has("203.0.113.1"), Has("203.0.113.2")));
            try
            {
                await timer.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
