using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Web.Json;
using Weir.Web.Routing;

namespace Weir.Web.Tests.Json;

/// <summary>Answers of megabytes: the same text as the plain way gives, and next to nothing allocated for it.</summary>
public sealed class JsonPartsTests
{
    private static readonly DumpRow[] OddRows =
    [
        new("10.0.0.1", "2.1", "os_name", new MetricValue(double.NaN, "a \"name\" <with> ümlauts/\\ and\ta tab"), 0, null),
        new("fe80::1", "3", "x", new MetricValue(double.PositiveInfinity, null), 12, null),
        new("10.0.0.1", "3", "x", MetricValue.Absent, 12, null),
        new("10.0.0.1", "3", "x", new MetricValue(1e-300, null), long.MaxValue, []),
        new("10.0.0.1", "ALL", "flow", new MetricValue(0.1 + 0.2, null), 5, [new TopKey("a_\"b", 12.5, null), new TopKey("c", double.NaN, [1, double.PositiveInfinity])]),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Rows_OfEveryKind_AreTheTextOfTheWholeList(int indent)
    {
        ResultJson json = new(indent);
        DumpRow[] rows = [.. Enumerable.Repeat(OddRows, 100).SelectMany(static odd => odd)];
        IEnumerable<ReadOnlyMemory<DumpRow>> parts = [default, rows.AsMemory(0, 7), default, rows.AsMemory(7), default];
        string wanted = Encoding.UTF8.GetString(json.Serialize(rows.Select(static row => row.ToCell())));
        Assert.Equal(wanted, Text(json, piece => new JsonParts(json).Rows(piece, parts)));
        Assert.Equal("[]", Text(json, piece => new JsonParts(json).Rows(piece, [default])));
    }

    [Fact]
    public void Rows_OfANetwork_AreTheTextOfTheWholeList()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        foreach (string metric in (string[])["ifinoctets", "ifspeed;ifname", "ALL"])
        {
            string wanted = Encoding.UTF8.GetString(json.Serialize(engine.Dump("ALL", [metric])));
            Assert.True(wanted.Length > 1_000_000);
            Assert.Equal(wanted, Text(json, piece => new JsonParts(json).Rows(piece, engine.DumpInParts("ALL", [metric]))));
        }
    }

    [Theory]
    [InlineData("ifindex,ifinoctets", null, 3_000_000)]
    [InlineData("ifinoctets,null:ifname,ifoutoctets,null:nothing", null, 3_000_000)]
    [InlineData("ifindex,ifname,nothing", null, 0)]
    [InlineData("vir_host_name,null:ifname,vir_mem_utilization", "k8s_name", 1_000)]
    [InlineData("host_name", null, 1_000)]
    public void Table_OfANetwork_IsTheTextOfTheWholeList(string metrics, string? filtered, int leastText)
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        MetricFilter? filter = filtered is null ? null : new MetricFilter(new Dictionary<string, IReadOnlyList<string>> { [filtered] = ["nginx"] });
        foreach (string agents in (string[])["ALL", "10.0.0.10;10.0.0.11", "10.9.9.9"])
        {
            string wanted = Encoding.UTF8.GetString(json.Serialize(engine.Table(agents, [metrics], filter)));
            Assert.True(agents != "ALL" || wanted.Length > leastText, $"{wanted.Length} characters");
            Assert.Equal(wanted, Text(json, piece => new JsonParts(json).Table(piece, engine.TableInParts(agents, [metrics], filter)!.Value)));
        }
    }

    [Theory]
    [InlineData("ifindex,sort:ifinoctets:-10")]
    [InlineData("null:ifname,ifinoctets")]
    [InlineData("2.1.host_name,ifinoctets")]
    [InlineData("host_name,ifinoctets")]
    [InlineData("f,ifinoctets")]
    [InlineData("")]
    public void TableInParts_OrderOrFlowsOrOthersMetrics_IsMadeAsAWhole(string metrics)
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        engine.SetFlow("f", new FlowDefinition { Keys = "ipsource", Value = "bytes" });
        Assert.Null(engine.TableInParts("ALL", [metrics]));
    }

    [Fact]
    public async Task ExecuteAsync_TableOfANetwork_AllocatesLessThanAHundredthOfItsText()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        await LittleGarbage.AssertAsync(() => new JsonPiece(json), piece => new JsonParts(json).Table(piece, engine.TableInParts("ALL", ["ifindex,ifinoctets"])!.Value), 3_000_000);
    }

    [Fact]
    public void Agents_OfANetwork_AreTheTextOfTheWholeList()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        string wanted = Encoding.UTF8.GetString(json.Serialize(engine.Agents()));
        Assert.True(wanted.Length > 100_000);
        Assert.Equal(wanted, Text(json, piece => JsonParts.Agents(piece, engine.AgentsInParts())));
        using AnalyticsEngine none = new(Feed.Replay, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Equal("{}", Text(json, piece => JsonParts.Agents(piece, none.AgentsInParts())));
    }

    [Fact]
    public async Task ExecuteAsync_DumpOfANetwork_AllocatesLessThanAHundredthOfItsText()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        await LittleGarbage.AssertAsync(() => new JsonPiece(json), piece => new JsonParts(json).Rows(piece, engine.DumpInParts("ALL", ["ifinoctets"])), 2_000_000);
    }

    [Fact]
    public async Task ExecuteAsync_AllAgents_AllocatesLessThanTheirText()
    {
        using AnalyticsEngine engine = SmallNetwork.Create();
        ResultJson json = new(1);
        await LittleGarbage.AssertAsync(() => new JsonPiece(json), piece => JsonParts.Agents(piece, engine.AgentsInParts()), 300_000);
    }

    [Fact]
    public async Task ExecuteAsync_ClientThatDoesNotRead_WaitsAfterOnePiece()
    {
        ResultJson json = new(1);
        int asked = 0;
        IEnumerable<ReadOnlyMemory<DumpRow>> Parts()
        {
            for (int i = 0; i < 1_000; i++)
            {
                asked++;
                yield return OddRows;
            }
        }

        await using HeldStream body = new();
        DefaultHttpContext http = new() { Response = { Body = body } };
        Task reply = new PartsReply<JsonPiece>(new HttpCounters(), Replies.JsonType, () => new JsonPiece(json), piece => new JsonParts(json).Rows(piece, Parts())).ExecuteAsync(http);
        Assert.InRange(asked, 1, 50);
        Assert.False(reply.IsCompleted);
        body.Release();
        await reply;
        Assert.Equal(1_000, asked);
    }

    private static string Text(ResultJson json, Func<JsonPiece, IEnumerable<int>> write)
    {
        StringBuilder text = new();
        using JsonPiece piece = new(json);
        foreach (int _ in write(piece))
        {
            Assert.InRange(piece.Take().Length, JsonPiece.Bytes, 2 * JsonPiece.Bytes);
            text.Append(Encoding.UTF8.GetString(piece.Take().Span));
            piece.Clear();
        }

        return text.Append(Encoding.UTF8.GetString(piece.Take().Span)).ToString();
    }

    /// <summary>A client that reads nothing until it is told to.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await _released.Task;
    }
}
