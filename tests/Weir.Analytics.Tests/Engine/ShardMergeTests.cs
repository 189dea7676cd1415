using System.Globalization;
using System.Text.Json;
using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Thresholds;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>The same samples through one shard and through several must give the same answers, events and records.</summary>
public sealed class ShardMergeTests
{
    private const int Agents = 9;

    private static readonly (string Name, string Definition)[] Definitions =
    [
        ("ports", """{"keys":"ipsource,ipdestination","value":"bytes","n":20}"""),
        ("agent", """{"keys":"ipsource","value":"frames","aggMode":"AGENT","n":20,"t":1}"""),
        ("edge", """{"keys":"ipsource","value":"bytes","aggMode":"edge","n":20,"log":true,"activeTimeout":2}"""),
        ("core", """{"keys":"ipsource","value":"bytes","aggMode":"core","n":20}"""),
        ("all", """{"keys":"ipdestination,stack","value":"bytes","values":"count:ipsource,avg:bytes,max:bytes,frames","aggMode":"ALL","n":20}"""),
        ("victims", """{"keys":"ipdestination","value":"count:ipsource","aggMode":"ALL","n":20}"""),
        ("total", """{"value":"frames","aggMode":"ALL","t":0.5}"""),
        ("drops", """{"keys":"reason","value":"frames","dropped":true,"aggMode":"ALL"}"""),
    ];

    private static readonly string[] Selectors = ["ALL", "TOPOLOGY", "EDGE", "CORE", "10.0.0.1", "10.0.0.2;10.0.0.3,10.0.0.4", "ALL;10.0.0.1", "nobody"];
    private static readonly string[] Modes = ["max", "sum", "avg", "edge", "core"];

    private static readonly string[] Metrics =
    [
        "ifinoctets", "sum:ifinoctets", "avg:ifinoctets", "min:ifinoctets", "med:ifinoctets", "any:ifinoctets", "1.ifinoctets", "sum:ports", "max:all", "sum:edge",
        "total", "max:agent", "any:ports",
    ];

    public static TheoryData<int, int> Mixes
    {
        get
        {
            TheoryData<int, int> mixes = [];
            foreach (int seed in Enumerable.Range(1, 10))
            {
                mixes.Add(seed, seed % 3 == 0 ? 64 : 2 + (seed % 7));
            }

            return mixes;
        }
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public async Task Answers_SameMixOnOneAndOnSeveralShards_AreTheSame(int seed, int shards)
    {
        using Mix one = new(1);
        using Mix several = new(shards);
        one.Play(new Random(seed));
        several.Play(new Random(seed));

        Assert.True(several.Feed.Engine.Shards.Count(shard => shard.Agents.All.Count > 0) > 1);
        foreach ((string name, string _) in Definitions)
        {
            CompareFlow(one.Feed.Engine, several.Feed.Engine, name);
        }

        CompareMetrics(one.Feed.Engine, several.Feed.Engine);
        await one.Feed.FlushAsync();
        await several.Feed.FlushAsync();
        Assert.Equal(Describe(one.Feed.Events), Describe(several.Feed.Events));
        Assert.Equal(Describe(one.Feed.Records), Describe(several.Feed.Records));
        Assert.Contains(one.Feed.Events, crossed => crossed.Agent == "ALL");
        Assert.Contains(one.Feed.Events, crossed => crossed.Agent == "EDGE");
        CompareTriggered(one.Feed, several.Feed.Engine);
        Assert.Equal(one.Feed.Engine.Statistics().FlowEntries, several.Feed.Engine.Statistics().FlowEntries);
    }

    [Fact]
    public async Task NetworkThreshold_NoShardAboveItAlone_FiresOnTheSum()
    {
        using EngineFeed feed = new(options => options.Shards = 4);
        feed.SetFlow("total", """{"keys":"ipdestination","value":"frames","aggMode":"ALL","t":1}""");
        feed.SetThreshold("flood", """{"metric":"total","value":3000,"byFlow":true,"timeout":1}""");
        for (int i = 0; i < 4_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), agent: NetworkAddress.FromV4(0x0a000000u + (uint)(i % 4)), rate: 4);
        }

        await feed.FlushAsync();
        ThresholdEvent crossed = Assert.Single(feed.Events);
        Assert.Equal(("ALL", "0", "198.51.100.1"), (crossed.Agent, crossed.DataSource, crossed.FlowKey));
        Assert.InRange(feed.Value("total"), 3_900, 4_100);
        Assert.True(feed.Engine.ThresholdTriggered("flood", "ALL", "0.total", "198.51.100.1"));
        feed.AdvanceSeconds(10);
        Assert.False(feed.Engine.ThresholdTriggered("flood", "ALL", "0.total", "198.51.100.1"));
    }

    [Fact]
    public void NetworkFlow_ReplacedWhileABatchWaits_CountsForTheNewDefinitionOnly()
    {
        using EngineFeed feed = new(options => options.Shards = 2);
        feed.SetFlow("total", """{"keys":"ipdestination","value":"frames","aggMode":"ALL"}""");
        feed.Sample(EngineFeed.Udp());
        Shard shard = feed.Engine.Shards[1];
        shard.Enter();
        feed.Engine.SetFlow("total", FlowDefinition.FromJson(JsonElement.Parse("""{"keys":"ipsource","value":"frames","aggMode":"ALL"}""")));
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "total", 10, 1e9));
        shard.Exit();
        feed.Sample(EngineFeed.Udp());
        Assert.Equal("192.0.2.1", Assert.Single(feed.Engine.ActiveFlows("ALL", "total")).Key);
    }

    private static void CompareFlow(AnalyticsEngine one, AnalyticsEngine several, string name)
    {
        foreach (string selector in Selectors)
        {
            foreach (string mode in Modes)
            {
                IReadOnlyList<ActiveFlow> wanted = one.ActiveFlows(selector, name, 1_000, aggMode: mode, interval: true);
                IReadOnlyList<ActiveFlow> got = several.ActiveFlows(selector, name, 1_000, aggMode: mode, interval: true);
                Assert.Equal(wanted.OrderBy(f => f.Key, StringComparer.Ordinal).Select(Describe), got.OrderBy(f => f.Key, StringComparer.Ordinal).Select(Describe));
            }
        }

        foreach (ActiveFlow flow in one.ActiveFlows("ALL", name))
        {
            Assert.Equal(
                one.FlowLocations("ALL", name, flow.Key).Select(p => Round(p.Value)).Order(), several.FlowLocations("ALL", name, flow.Key).Select(p => Round(p.Value)).Order());
            Assert.Equal(Round(one.FlowValue(flow.Agent!, $"{flow.DataSource}.{name}", flow.Key)), Round(several.FlowValue(flow.Agent!, $"{flow.DataSource}.{name}", flow.Key)));
        }
    }

    private static void CompareMetrics(AnalyticsEngine one, AnalyticsEngine several)
    {
        foreach (string selector in Selectors)
        {
            Assert.Equal(one.Metric(selector, Metrics).Select(Describe), several.Metric(selector, Metrics).Select(Describe));
            Assert.Equal(one.Dump(selector, ["ALL"]).Select(Describe), several.Dump(selector, ["ALL"]).Select(Describe));
            string[] columns = ["ifinoctets", "null:ports"];
            Assert.Equal(
                one.Table(selector, columns).SelectMany(row => row).Select(Describe), several.Table(selector, columns).SelectMany(row => row).Select(Describe));
        }

        Assert.Equal(JsonSerializer.Serialize(one.Agents().OrderBy(p => p.Key)), JsonSerializer.Serialize(several.Agents().OrderBy(p => p.Key)));
        Assert.Equal(one.FlowKeys(), several.FlowKeys());
        Assert.Equal(one.MetricAges().OrderBy(p => p.Key), several.MetricAges().OrderBy(p => p.Key));
        Assert.Equal(JsonSerializer.Serialize(Comparable(one.Statistics())), JsonSerializer.Serialize(Comparable(several.Statistics())));
    }

    private static EngineStatistics Comparable(EngineStatistics statistics) => statistics with { EventsGenerated = 0, FlowsGenerated = 0 };

    private static void CompareTriggered(EngineFeed one, AnalyticsEngine several)
    {
        foreach (ThresholdEvent crossed in one.Events)
        {
            string metric = $"{crossed.DataSource}.{crossed.Metric}";
            Assert.Equal(
                one.Engine.ThresholdTriggered(crossed.ThresholdId, crossed.Agent, metric, crossed.FlowKey),
                several.ThresholdTriggered(crossed.ThresholdId, crossed.Agent, metric, crossed.FlowKey));
        }
    }

    // Sums of the same terms in another order differ in the last bits.
    private static string Round(double? value) => value is { } number ? number.ToString("G10", CultureInfo.InvariantCulture) : "none";

    private static string Round(IReadOnlyList<double>? values) => values is null ? "" : string.Join(' ', values.Select(v => Round(v)));

    private static string Describe(ActiveFlow flow) =>
        $"{flow.Key} {Round(flow.Value)} [{Round(flow.Values)}] {flow.FlowN} {Round(flow.Samples)} {Round(flow.Low)} {Round(flow.High)} {flow.Agent}/{flow.DataSource}";

    private static string Describe(MetricResult result) =>
        $"{result.MetricName} {result.MetricN} {Value(result.MetricValue)} {result.Agent}/{result.DataSource} {result.LastUpdate} {result.LastUpdateMin} {result.LastUpdateMax} {Describe(result.TopKeys)}";

    private static string Describe(MetricCell? cell) =>
        cell is null ? "none" : $"{cell.MetricName} {Value(cell.MetricValue)} {cell.Agent}/{cell.DataSource} {cell.LastUpdate} {Describe(cell.TopKeys)}";

    private static string Describe(IReadOnlyList<TopKey>? keys) =>
        keys is null ? "" : string.Join(';', keys.Select(key => $"{key.Key} {Round(key.Value)} [{Round(key.Values)}]"));

    private static string Value(object? value) => value is double number ? Round(number) : $"{value}";

    private static List<string> Describe(IEnumerable<ThresholdEvent> events) =>
        [.. events.Select(e => $"{e.Timestamp} {e.ThresholdId} {e.Agent}/{e.DataSource} {e.FlowKey} {Round(e.Value)} [{Round(e.Values)}]").Order(StringComparer.Ordinal)];

    private static List<string> Describe(IEnumerable<FlowRecord> records) =>
        [.. records.Select(r => $"{r.Name} {r.FlowKeys} {Round(r.Value)} {r.Start} {r.End} {r.Agent}/{r.DataSource}").Order(StringComparer.Ordinal)];

    /// <summary>A random mix of samples, drops and counters of nine agents, two of them linked.</summary>
    private sealed class Mix : IDisposable
    {
        private readonly byte[] _buffer = new byte[2048];
        private readonly uint[] _counters = new uint[Agents];

        public Mix(int shards)
        {
            Feed = new EngineFeed(options => options.Shards = shards);
            Assert.Empty(Feed.Engine.Topology.Set(JsonElement.Parse(
                """
                {"nodes":{"s1":{"agent":"10.0.0.1","ports":{"p2":{"ifindex":"2"}}},"s2":{"agent":"10.0.0.2","ports":{"p2":{"ifindex":"2"}}},
                          "s3":{"agent":"10.0.0.3","ports":{"p1":{"ifindex":"1"}}},"s4":{"agent":"10.0.0.4","ports":{"p1":{"ifindex":"1"}}}},
                 "links":{"L":{"node1":"s1","port1":"p2","node2":"s2","port2":"p2"},"M":{"node1":"s3","port1":"p1","node2":"s4","port2":"p1"}}}
                """)));
            foreach ((string name, string definition) in Definitions)
            {
                Feed.SetFlow(name, definition);
                Feed.SetThreshold(name + "_high", $$"""{"metric":"{{name}}","value":{{(name == "victims" ? 6 : 20_000)}},"byFlow":{{(name == "all" ? "false" : "true")}},"timeout":1}""");
            }
        }

        public EngineFeed Feed { get; }

        public void Play(Random random)
        {
            for (int i = 0; i < 3_000; i++)
            {
                Feed.TimeUs += random.Next(1, 3_000);
                NetworkAddress agent = NetworkAddress.FromV4(0x0a000001u + (uint)random.Next(Agents));
                switch (random.Next(20))
                {
                    case 0:
                        Count(agent, random);
                        break;
                    case 1:
                        Feed.Discard(EngineFeed.Udp($"192.0.2.{random.Next(9)}"), (uint)random.Next(1, 4));
                        break;
                    default:
                        Sample(agent, random);
                        break;
                }
            }

            Feed.AdvanceSeconds(0.3);
        }

        public void Dispose() => Feed.Dispose();

        private void Sample(NetworkAddress agent, Random random)
        {
            byte[] packet = EngineFeed.Udp($"192.0.2.{random.Next(1, 9)}", $"198.51.100.{random.Next(1, 5)}");
            uint input = (uint)random.Next(1, 4);
            uint output = (uint)random.Next(1, 4);
            uint port = random.Next(2) == 0 ? input : output;
            Feed.Sample(packet, (uint)random.Next(1, 50), port, agent, output, input, (uint)random.Next(64, 1_500));
        }

        private void Count(NetworkAddress agent, Random random)
        {
            ref uint sequence = ref _counters[(int)(agent.Low - 0x0a000001)];
            DatagramWriter writer = new(_buffer, agent, 1, ++sequence, (uint)((Feed.TimeUs - EngineFeed.StartUs) / 1000));
            writer.BeginCounterSample(sequence, new DataSource(0, 1));
            writer.WriteRaw(1, RecordBody.Interface(1, inOctets: sequence * (ulong)random.Next(1_000, 2_000)));
            writer.EndSample();
            Feed.Process(writer.Finish(), agent);
        }
    }
}
