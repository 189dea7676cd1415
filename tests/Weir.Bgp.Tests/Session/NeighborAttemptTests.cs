using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;
using Weir.Bgp.Session;
using Weir.Testing;

namespace Weir.Bgp.Tests.Session;

/// <summary>What the operator is told when no session comes about.</summary>
public class NeighborAttemptTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_RefusedByTheRouterTwice_IsToldOnceInWords()
    {
        WarningLog log = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.121.1", "127.0.121.2", log);
        for (int i = 0; i < 2; i++)
        {
            long received = speaker.Neighbors[0].Counters.MessagesReceived;
            using ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.121.2", speaker.EndPoints[0]);
            Assert.Equal(BgpMessageType.Open, (await peer.ReceiveAsync()).Type);
            await peer.SendAsync((ref BgpWriter writer) => new NotificationMessage(BgpError.BadPeerAs).Write(ref writer));
            await UntilAsync(speaker, s => s.Counters.MessagesReceived > received && s.State == ConnectionState.None);
        }

        Assert.Equal("the router says: bad peer AS (2/2)", speaker.Neighbors[0].LastErrorText);
        string line = Assert.Single(log.Lines);
        Assert.StartsWith("No BGP session with 127.0.121.2, the router says: bad peer AS (2/2). Our AS is 65000;", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_WithoutAWordAfterAnEarlierError_DoesNotNameThatError()
    {
        WarningLog log = new();
        await using BgpSpeaker speaker = await StartAsync("127.0.122.1", "127.0.122.2", log);
        using (ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.122.2", speaker.EndPoints[0]))
        {
            Assert.Equal(BgpMessageType.Open, (await peer.ReceiveAsync()).Type);
            await peer.SendAsync((ref BgpWriter writer) => new NotificationMessage(BgpError.BadPeerAs).Write(ref writer));
            await UntilAsync(speaker, static s => s.LastError == BgpError.BadPeerAs && s.State == ConnectionState.None);
        }

        using (ScriptedPeer peer = await ScriptedPeer.ConnectAsync("127.0.122.2", speaker.EndPoints[0]))
        {
            await peer.OpenAsync(90);
            await UntilAsync(speaker, static s => s.State == ConnectionState.Established);
        }

        await UntilAsync(speaker, static s => s.Counters.Lost == 1);
        Assert.Null(speaker.Neighbors[0].LastErrorText);
        Assert.Contains("BGP session with 127.0.122.2 lost: the connection ended without a word", log.Lines);
    }

    [Theory]
    [InlineData(BgpErrorCode.Open, 2, "bad peer AS (2/2)")]
    [InlineData(BgpErrorCode.HoldTimer, 0, "hold timer expired (4/0)")]
    [InlineData(BgpErrorCode.Cease, 1, "too many prefixes (6/1)")]
    [InlineData(BgpErrorCode.Cease, 200, "cease (6/200)")]
    [InlineData((BgpErrorCode)77, 3, "unknown error (77/3)")]
    public void Describe_Error_SaysItInWordsAndNumbers(BgpErrorCode code, byte subcode, string words)
    {
        Assert.Equal(words, new BgpError(code, subcode).Describe());
    }

    private static async Task<BgpSpeaker> StartAsync(string local, string neighbor, ILogger log)
    {
        BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse(local)], Port = 0 }, log, new ManualTime());
        speaker.AddNeighbor(new BgpNeighborOptions
        {
            Address = IPAddress.Parse(neighbor),
            LocalAddress = IPAddress.Parse(local),
            LocalAs = 65000,
            RouterId = IPAddress.Parse(local),
            Families = FamilySet.All,
        });
        await speaker.StartAsync(Cancel);
        return speaker;
    }

    private static async Task UntilAsync(BgpSpeaker speaker, Predicate<NeighborStatus> holds) =>
        Assert.True(await Condition.HoldsAsync(() => holds(speaker.Neighbors[0]), Cancel), speaker.Neighbors[0].ToString());

    /// <summary>Keeps warnings as text.</summary>
    private sealed class WarningLog : ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
