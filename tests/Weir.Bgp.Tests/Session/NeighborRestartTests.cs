using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Communities;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Session;

/// <summary>How sessions end and begin again: hard resets, neighbours that take nothing, neighbours that restart unseen.</summary>
public sealed class NeighborRestartTests
{
    private static readonly GracefulRestartCapability Restart = new(false, false, 60, FamilySet.All, FamilySet.None);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_PeerKeepsRoutesOnNotification_IsAHardReset()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.111.1", "127.0.111.2", TimeProvider.System);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.111.2", speaker.EndPoints[0]);
        await peer.OpenAsync(90, Restart with { Notification = true });
        await UntilAsync(speaker, static s => s.Session is { NotificationKeepsRoutes: true });
        await speaker.StopAsync();
        // Cease, hard reset; inside it cease, administrative shutdown (RFC 8538 section 3.1).
        Assert.Equal("06090602", Bytes.Text(await peer.ExpectAsync(BgpMessageType.Notification)));
    }

    [Fact]
    public async Task Stop_PeerForgetsRoutesOnNotification_IsPlain()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.112.1", "127.0.112.2", TimeProvider.System);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.112.2", speaker.EndPoints[0]);
        await peer.OpenAsync(90, Restart);
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        await speaker.StopAsync();
        Assert.Equal("0602", Bytes.Text(await peer.ExpectAsync(BgpMessageType.Notification)));
    }

    [Fact]
    public async Task Stop_KeepingRoutes_SaysNothing()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.113.1", "127.0.113.2", TimeProvider.System);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.113.2", speaker.EndPoints[0]);
        await peer.OpenAsync(90, Restart with { Notification = true });
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        await speaker.StopAsync(keepRoutes: true);
        (BgpMessageType Type, byte[] Body) last;
        do
        {
            last = await peer.ReceiveAsync();
            Assert.NotEqual(BgpMessageType.Notification, last.Type);
        }
        while (last.Type != BgpMessageType.None);
    }

    [Fact]
    public async Task Send_PeerTakesNothing_EndsTheSessionWhenTheSendHoldTimerExpires()
    {
        ManualTime time = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.114.1", "127.0.114.2", time, o => o with { HoldTime = TimeSpan.FromSeconds(300), MaxUpdatesPerSecond = 10_000, MaxRoutes = 5000 });
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.114.2", speaker.EndPoints[0], receiveBuffer: 4096);
        await peer.OpenAsync(300);
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        AddBulk(speaker, "127.0.114.2");

        // RFC 9687 section 3: the neighbour is alive, its keepalives come, but it takes nothing: eight minutes, or twice the hold time.
        int seconds = 0;
        for (; speaker.Neighbors[0].State == ConnectionState.Established && seconds < 6000; seconds += 150)
        {
            long received = speaker.Neighbors[0].Counters.MessagesReceived;
            await peer.SendAsync(KeepaliveMessage.Write);
            await UntilAsync(speaker, s => s.Counters.MessagesReceived > received);
            time.Advance(TimeSpan.FromSeconds(150));
        }

        Assert.Equal((ConnectionState.None, BgpErrorCode.SendHoldTimer, 1L), (speaker.Neighbors[0].State, speaker.Neighbors[0].LastError.Code, speaker.Neighbors[0].Counters.Lost));
        Assert.InRange(seconds, 600, 6000);
        Assert.True(speaker.Neighbors[0].Announced < 5000, "the system took everything");
    }

    [Fact]
    public async Task Accept_RestartedNeighbor_ReplacesTheOldConnection()
    {
        ManualTime time = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.115.1", "127.0.115.2", time);
        using ScriptedPeer old = await ScriptedPeer.ConnectAsync("127.0.115.2", speaker.EndPoints[0]);
        await old.OpenAsync(90, Restart);
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        time.Advance(TimeSpan.FromSeconds(2));
        using ScriptedPeer again = await ScriptedPeer.ConnectAsync("127.0.115.2", speaker.EndPoints[0]);
        await again.OpenAsync(90, Restart with { Restarted = true });
        await UntilAsync(speaker, static s => s.Counters is { Established: 2, Lost: 1, Replaced: 1 });

        // RFC 4724 section 4.2: the old connection is closed without a NOTIFICATION.
        (BgpMessageType Type, byte[] Body) last;
        do
        {
            last = await old.ReceiveAsync();
            Assert.NotEqual(BgpMessageType.Notification, last.Type);
        }
        while (last.Type != BgpMessageType.None);
        Assert.Equal(0, speaker.Neighbors[0].Counters.ConnectionsRejected);
    }

    [Fact]
    public async Task Accept_RestartedNeighborOfAConnectionWeDialled_ReplacesIt()
    {
        ManualTime time = new();
        await using BgpSpeaker router = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse("127.0.116.2")], Port = 0 });
        router.AddNeighbor(Options("127.0.116.1", "127.0.116.2") with { LocalAs = 65001 });
        await router.StartAsync(Cancel);
        await using BgpSpeaker speaker = await StartAsync("127.0.116.1", "127.0.116.2", time, o => o with { RemotePort = router.EndPoints[0].Port });
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        time.Advance(TimeSpan.FromSeconds(2));
        using ScriptedPeer again = await ScriptedPeer.ConnectAsync("127.0.116.2", speaker.EndPoints[0]);
        await again.OpenAsync(90, Restart);
        await UntilAsync(speaker, static s => s.Counters is { Established: 2, Replaced: 1 } && s.State == ConnectionState.Established);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("collision")]
    [InlineData("stranger")]
    public async Task Accept_SecondConnectionThatIsNoRestart_CostsTheSessionNothing(string kind)
    {
        ManualTime time = new();
        string net = kind switch { "silent" => "127.0.117", "collision" => "127.0.118", _ => "127.0.119" };
        await using BgpSpeaker speaker = await StartAsync(net + ".1", net + ".2", time);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync(net + ".2", speaker.EndPoints[0]);
        await peer.OpenAsync(90, Restart);
        await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        // Both sides dialled at once: the session is younger than a second, so the second connection is a collision.
        time.Advance(TimeSpan.FromSeconds(kind == "collision" ? 0.5 : 2));
        using (ScriptedPeer second = await ScriptedPeer.ConnectAsync(net + ".2", speaker.EndPoints[0]))
        {
            if (kind == "collision")
            {
                await second.SendOpenAsync(90, Restart);
            }
            else if (kind == "stranger")
            {
                await second.SendAsync(KeepaliveMessage.Write);
            }
        }

        await UntilAsync(speaker, static s => s.Counters.ConnectionsRejected == 1);
        Assert.Equal((ConnectionState.Established, 1L, 0L), (speaker.Neighbors[0].State, speaker.Neighbors[0].Counters.Established, speaker.Neighbors[0].Counters.Lost));
    }

    [Fact]
    public async Task AddFlow_WithheldAction_IsRefusedHoweverItIsWritten()
    {
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Listen = false });
        IPAddress router = IPAddress.Parse("127.0.120.2");
        speaker.AddNeighbor(Options("127.0.120.2", "127.0.120.1") with { Withheld = FlowSpecActionSet.RedirectAs4 | FlowSpecActionSet.RedirectIp });
        AddRouteResult Add(string then)
        {
            Assert.True(FlowSpecText.TryParse($"destination 2001:db8::1 then {then}", out FlowSpecRoute? flow, out IReadOnlyList<FlowSpecProblem> problems), string.Join(";", problems));
            return speaker.AddFlow(router, new RouteOwner("test"), flow!);
        }

        Assert.Equal(AddRouteResult.Withheld, Add("redirect-as4 4200000000:666"));
        Assert.Equal(AddRouteResult.Withheld, Add("communities 130:8:275251200000666"));
        Assert.Equal(AddRouteResult.Withheld, Add("redirect-ip [2001:db8::9]:666"));
        Assert.Equal(AddRouteResult.NoSession, Add("redirect-as 65000:666"));
        Assert.Single(speaker.Routes(router));
    }

    private static void AddBulk(BgpSpeaker speaker, string neighbor)
    {
        // Each route has attributes of its own, so each is a message of nearly two kilobytes; all together are more than the
        // system lets a socket hold.
        for (int i = 0; i < 5000; i++)
        {
            RouteAttributes attributes = new()
            {
                NextHop = IPAddress.Parse("192.0.2.1"),
                Communities = [.. Enumerable.Range(i * 450, 450).Select(static n => new Community((uint)n))],
            };
            IpPrefix prefix = IpPrefix.From(new IPAddress([10, (byte)(i >> 8), (byte)i, 0]), 24);
            Assert.Equal(AddRouteResult.Accepted, speaker.AddRoute(IPAddress.Parse(neighbor), new RouteOwner("test"), new UnicastRoute(prefix, attributes)));
        }
    }

    private static BgpNeighborOptions Options(string address, string local) => new()
    {
        Address = IPAddress.Parse(address),
        LocalAddress = IPAddress.Parse(local),
        LocalAs = 65000,
        RouterId = IPAddress.Parse(local),
        Families = FamilySet.All,
        ConnectRetry = TimeSpan.FromMilliseconds(200),
        EndOfRibDelay = TimeSpan.Zero,
    };

    private static async Task<BgpSpeaker> StartAsync(string local, string neighbor, TimeProvider time, Func<BgpNeighborOptions, BgpNeighborOptions>? change = null)
    {
        BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse(local)], Port = 0 }, null, time);
        BgpNeighborOptions options = Options(neighbor, local);
        speaker.AddNeighbor(change?.Invoke(options) ?? options);
        await speaker.StartAsync(Cancel);
        return speaker;
    }

    private static async Task UntilAsync(BgpSpeaker speaker, Predicate<NeighborStatus> holds) =>
        Assert.True(await Condition.HoldsAsync(() => holds(speaker.Neighbors[0]), Cancel), speaker.Neighbors[0].ToString());
}
