using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Bgp.Tests.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests;

public sealed class BgpSpeakerTests
{
    private const string Good = "40 01 01 00 40 02 06 02 01 0000FDE9 40 03 04 C0000201";

    [Fact]
    public async Task Session_BothDialAtOnce_LeavesOneAndTeachesTheRoute()
    {
        int left = Peers.BgpPeer.FreePort("127.0.101.1");
        int right = Peers.BgpPeer.FreePort("127.0.101.2");
        ConcurrentQueue<string> calls = new();
        await using BgpSpeaker a = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse("127.0.101.1")], Port = left });
        await using BgpSpeaker b = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse("127.0.101.2")], Port = right });
        a.AddNeighbor(Neighbor("127.0.101.2", "127.0.101.1", right, 65000), n => calls.Enqueue($"open {n}"), n => calls.Enqueue($"close {n}"));
        b.AddNeighbor(Neighbor("127.0.101.1", "127.0.101.2", left, 65001));
        await Task.WhenAll(a.StartAsync(TestContext.Current.CancellationToken), b.StartAsync(TestContext.Current.CancellationToken));
        Assert.True(UnicastRoute.TryParse("198.51.100.0/24", "192.0.2.1", "1:2", "", "65010 65011", out UnicastRoute? route, out _));
        a.AddRoute(IPAddress.Parse("127.0.101.2"), new RouteOwner("test"), route!);
        RibIn learned = b.FindLearned(IPAddress.Parse("127.0.101.1"))!;
        LearnedRoute found = default;
        Assert.True(await Condition.HoldsAsync(() => learned.TryFind(IPAddress.Parse("198.51.100.7"), out found), TestContext.Current.CancellationToken));
        Assert.Equal("198.51.100.0/24 65000 65010 65011 1:2", $"{found.Prefix} {found.Attributes.AsPath} {found.Attributes.Communities[0]}");
        Assert.True(await Condition.HoldsAsync(() => b.Neighbors[0].EndOfRibReceived == FamilySet.All, TestContext.Current.CancellationToken));
        await b.StopAsync();

        // Of the two connections one is given up; where one end had opened it already, there is a close before the last open.
        string[] openAndClose = ["open 127.0.101.2", "close 127.0.101.2"];
        Assert.True(await Condition.HoldsAsync(() => calls.Chunk(2).All(openAndClose.SequenceEqual) && !calls.IsEmpty, TestContext.Current.CancellationToken), string.Join(", ", calls));
    }

    [Fact]
    public async Task Hold_SilentNeighbor_IsToldAndDropped()
    {
        ManualTime time = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.102.1", "127.0.102.2", time);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.102.2", speaker.EndPoints[0]);
        await peer.OpenAsync(holdSeconds: 30);
        await EstablishedAsync(speaker);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(ConnectionState.Established, speaker.Neighbors[0].State);
        await peer.ExpectAsync(BgpMessageType.Keepalive);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("0400", Bytes.Text(await peer.ExpectAsync(BgpMessageType.Notification)));
        Assert.Equal(BgpMessageType.None, (await peer.ReceiveAsync()).Type);
        Assert.Equal((1L, ConnectionState.None), (speaker.Neighbors[0].Counters.Lost, speaker.Neighbors[0].State));
    }

    [Fact]
    public async Task Update_Malformed_CostsWhatTheRfcSays()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.103.1", "127.0.103.2", TimeProvider.System);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.103.2", speaker.EndPoints[0]);
        await peer.OpenAsync(holdSeconds: 90);
        await peer.SendUpdateAsync(Good, "18 C63364");
        await peer.SendUpdateAsync(Good + "40 06 01 00", "18 C63365");
        await peer.SendUpdateAsync("40 01 01 09" + Good[11..], "18 C63364");
        RibIn rib = speaker.FindLearned(IPAddress.Parse("127.0.103.2"))!;
        Assert.True(await Condition.HoldsAsync(() => speaker.Neighbors[0].Counters.TreatedAsWithdraw == 1, TestContext.Current.CancellationToken));
        Assert.Equal((ConnectionState.Established, 1L), (speaker.Neighbors[0].State, speaker.Neighbors[0].Counters.AttributeDiscards));
        Assert.False(rib.TryFind(IPAddress.Parse("198.51.100.1"), out _));
        Assert.True(rib.TryFind(IPAddress.Parse("198.51.101.1"), out _));
        await peer.SendUpdateAsync(Good, "21 C6336400 00");
        Assert.Equal("030A", Bytes.Text(await peer.ExpectAsync(BgpMessageType.Notification)));
        Assert.True(await Condition.HoldsAsync(() => rib.Statistics.Prefixes4 == 0, TestContext.Current.CancellationToken));
        Assert.Equal(1, speaker.Neighbors[0].Counters.SessionResets);
    }

    [Fact]
    public async Task Refresh_Asked_SendsTheRoutesAgain()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.104.1", "127.0.104.2", TimeProvider.System);
        Assert.True(UnicastRoute.TryParse("203.0.113.1", "192.0.2.1", "", "", "", out UnicastRoute? route, out _));
        speaker.AddRoute(IPAddress.Parse("127.0.104.2"), new RouteOwner("test"), route!);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.104.2", speaker.EndPoints[0]);
        await peer.OpenAsync(holdSeconds: 90);
        byte[] first = await peer.ExpectAsync(BgpMessageType.Update);
        await peer.SendAsync(static (ref BgpWriter w) => new RouteRefreshMessage(1, 0, 1).Write(ref w));
        byte[] again = [];
        while (!again.AsSpan().SequenceEqual(first))
        {
            again = await peer.ExpectAsync(BgpMessageType.Update);
        }

        Assert.Equal(2, speaker.Neighbors[0].Announced);
    }

    [Fact]
    public async Task Pace_ManyRoutes_GoOutAtTheRateAllowed()
    {
        ManualTime time = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.105.1", "127.0.105.2", time, perSecond: 2);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.105.2", speaker.EndPoints[0]);
        await peer.OpenAsync(holdSeconds: 0);
        await EstablishedAsync(speaker);
        // End-of-RIB of four families takes four messages: two at once, two when the second has passed.
        await peer.ExpectAsync(BgpMessageType.Update);
        await peer.ExpectAsync(BgpMessageType.Update);
        Assert.Equal(2, speaker.Neighbors[0].Counters.UpdatesSent);
        time.Advance(TimeSpan.FromSeconds(1.1));
        await peer.ExpectAsync(BgpMessageType.Update);
        await peer.ExpectAsync(BgpMessageType.Update);
        Assert.Equal(4, speaker.Neighbors[0].Counters.UpdatesSent);
    }

    [Fact]
    public async Task Accept_StrangerOrSecondConnection_IsRefusedAndCounted()
    {
        await using BgpSpeaker speaker = await StartAsync("127.0.106.1", "127.0.106.2", TimeProvider.System);
        using ScriptedPeer stranger = await ScriptedPeer.ConnectAsync("127.0.106.9", speaker.EndPoints[0]);
        Assert.Equal(BgpMessageType.None, (await stranger.ReceiveAsync()).Type);
        Assert.Equal(1, speaker.UnknownRefused);
        using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.106.2", speaker.EndPoints[0]);
        await peer.OpenAsync(holdSeconds: 90);
        await EstablishedAsync(speaker);
        using ScriptedPeer second = await ScriptedPeer.ConnectAsync("127.0.106.2", speaker.EndPoints[0]);
        Assert.Equal("0605", Bytes.Text(await second.ExpectAsync(BgpMessageType.Notification)));
        Assert.Equal((ConnectionState.Established, 1L), (speaker.Neighbors[0].State, speaker.Neighbors[0].Counters.ConnectionsRejected));
    }

    [Fact]
    public async Task AddNeighbor_BadOptionsOrTwice_IsRefused()
    {
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { Port = 0 });
        BgpNeighborOptions good = Neighbor("127.0.107.2", "127.0.107.1", 0, 65000);
        Assert.Empty(good.Validate());
        Assert.Throws<ArgumentException>(() => speaker.AddNeighbor(good with { LocalAs = 0, HoldTime = TimeSpan.FromSeconds(1) }));
        Assert.True(speaker.AddNeighbor(good));
        Assert.False(speaker.AddNeighbor(good));
        Assert.True(await speaker.RemoveNeighborAsync(good.Address));
        Assert.Equal(AddRouteResult.UnknownNeighbor, speaker.AddRoute(good.Address, new RouteOwner("a"), new UnicastRoute(default, new Attributes.RouteAttributes())));
    }

    [Fact]
    public async Task Neighbor_WhoseSecretTheSystemHasNoRoomFor_IsRefusedAndCanBeRemoved()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs TCP MD5");
        Warnings warnings = new();
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse("127.0.108.1")], Port = 0 }, warnings);
        await speaker.StartAsync(TestContext.Current.CancellationToken);
        BgpNeighborOptions good = Neighbor("127.0.108.2", "127.0.108.1", 0, 65000) with { Md5Secret = "secret" };
        for (int i = 0; i < 1_000; i++)
        {
            // The secrets of one socket may take so much memory (net.core.optmem_max); those beyond cannot be set, which is logged.
            Assert.True(speaker.AddNeighbor(good with { Address = new IPAddress([127, 1, (byte)(i >> 8), (byte)i]) }));
        }

        Assert.SkipWhen(warnings.All.IsEmpty, "the system has room for all of them");
        Assert.All(warnings.All, warning => Assert.Contains("TCP MD5, so that its connections are refused, could not be set", warning, StringComparison.Ordinal));

        // A secret that is not in force protects nothing: without it there is no session.
        using ScriptedPeer unsigned = await ScriptedPeer.ConnectAsync("127.1.3.231", speaker.EndPoints[0]);
        Assert.Equal(BgpMessageType.None, (await unsigned.ReceiveAsync()).Type);
        foreach (NeighborStatus neighbor in speaker.Neighbors)
        {
            Assert.True(await speaker.RemoveNeighborAsync(neighbor.Address));
        }

        Assert.Empty(speaker.Neighbors);
    }

    private static BgpNeighborOptions Neighbor(string address, string local, int port, uint localAs) => new()
    {
        Address = IPAddress.Parse(address),
        LocalAddress = IPAddress.Parse(local),
        RemotePort = port,
        LocalAs = localAs,
        RouterId = IPAddress.Parse(local),
        Families = FamilySet.All,
        ConnectRetry = TimeSpan.FromMilliseconds(200),
        EndOfRibDelay = TimeSpan.Zero,
    };

    private static async Task<BgpSpeaker> StartAsync(string local, string neighbor, TimeProvider time, int perSecond = 200)
    {
        BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse(local)], Port = 0 }, null, time);
        speaker.AddNeighbor(Neighbor(neighbor, local, 0, 65000) with { MaxUpdatesPerSecond = perSecond });
        await speaker.StartAsync(TestContext.Current.CancellationToken);
        return speaker;
    }

    private static async Task EstablishedAsync(BgpSpeaker speaker) => Assert.True(await Condition.HoldsAsync(
        () => speaker.Neighbors[0].State == ConnectionState.Established, TestContext.Current.CancellationToken));

    private sealed class Warnings : ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));
    }
}
