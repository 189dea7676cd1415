using Weir.Analytics.Flows;
using Weir.Analytics.Queries;
using Weir.Testing;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class FlowTableBoundTests
{
    [Fact]
    public void ActiveFlows_MillionSpoofedSources_KeepTheHeavyHitterAndTheBound()
    {
        using EngineFeed feed = new(options => options.FlowTableCapacity = 2048);
        feed.SetFlow("f", """{"keys":"ipsource,ipdestination","value":"frames","t":2}""");
        byte[] heavy = EngineFeed.Udp("203.0.113.7");
        byte[] spoofed = EngineFeed.Udp();
        Random random = new(5);
        for (int i = 0; i < 1_000_000; i++)
        {
            feed.TimeUs += 10;
            random.NextBytes(spoofed.AsSpan(26, 4));
            feed.Sample(i % 50 == 0 ? heavy : spoofed, 10);
        }

        ActiveFlow largest = feed.Engine.ActiveFlows("ALL", "f")[0];
        Assert.Equal("203.0.113.7,198.51.100.1", largest.Key);
        Assert.InRange(largest.Value / 20_000, 0.97, 1.03);
        EngineStatistics statistics = feed.Engine.Statistics();
        Assert.Equal(2048, statistics.FlowEntries);
        Assert.InRange(statistics.FlowEvictions, 900_000, 1_000_000);
    }

    [Fact]
    public void Process_SteadyState_AllocatesNothing()
    {
        using EngineFeed feed = new();
        feed.SetFlow("tuple", """{"keys":"ipsource,ipdestination,ipprotocol,udpsourceport,udpdestinationport","value":"bytes"}""");
        feed.SetFlow("text", """{"keys":"stack,concat:-:ipsource:udpdestinationport,group:ipdestination:g,null:[prefix:stack:.:2]","value":"frames","values":"count:ipsource,avg:bytes,max:bytes"}""");
        feed.SetFlow("filtered", """{"keys":"ipsource","value":"frames","filter":"first:stack:.:ip:ip6=ip&stack~eth.*&ipprotocol!=6,7,8","aggMode":"AGENT"}""");
        feed.SetThreshold("t", """{"metric":"tuple","value":1e12,"byFlow":true}""");
        feed.SetThreshold("hot", """{"metric":"filtered","value":1,"byFlow":true}""");
        feed.Engine.SetGroups("g", new Dictionary<string, IReadOnlyList<string>> { ["all"] = ["0.0.0.0/0"] });
        byte[][] packets = [.. Enumerable.Range(0, 64).Select(i => EngineFeed.Udp($"192.0.2.{i}"))];
        Run(feed, packets, 20_000);
        Assert.Equal(0, Allocations.Least(() => Run(feed, packets, 10_000)));
    }

    [Fact]
    public void Process_MillionSamplesWithTicksEvictionsAndRestarts_AllocatesNothing()
    {
        using EngineFeed feed = new(options => options.FlowTableCapacity = 1024);
        feed.SetFlow("tuple", """{"keys":"ipsource,ipdestination,ipprotocol,udpsourceport,udpdestinationport","value":"bytes"}""");
        feed.SetFlow("hosts", """{"keys":"ipsource,group:ipdestination:g","value":"frames","values":"avg:bytes","filter":"first:stack:.:ip:ip6=ip","aggMode":"AGENT"}""");
        feed.SetThreshold("t", """{"metric":"tuple","value":1e12,"byFlow":true}""");
        feed.Engine.SetGroups("g", new Dictionary<string, IReadOnlyList<string>> { ["all"] = ["0.0.0.0/0"] });
        byte[] spoofed = EngineFeed.Udp();
        Random random = new(9);
        Flood(feed, spoofed, random, 150_000);
        Assert.Equal(0, Allocations.Least(() => Flood(feed, spoofed, random, 1_000_000)));
        Assert.True(feed.Engine.Statistics().FlowEvictions > 500_000);
    }

    [Theory]
    [InlineData(1, 64, 200)]
    [InlineData(2, 256, 3_000)]
    [InlineData(3, 1_000, 1_100)]
    public void FlowTables_FullTable_ErrorBoundCoversEveryFlow(int seed, int capacity, int keys)
    {
        using EngineFeed feed = new(options => options.FlowTableCapacity = capacity);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":2,"n":5000}""");
        Random random = new(seed);
        Dictionary<string, double> truth = [];
        byte[] packet = EngineFeed.Udp();
        for (int i = 0; i < 60_000; i++)
        {
            // Half a minute; small numbers far more often than large ones.
            feed.TimeUs += 500;
            int key = (int)Math.Pow(keys, random.NextDouble());
            packet[28] = (byte)(key >> 8);
            packet[29] = (byte)key;
            string source = $"192.0.{key >> 8}.{key & 255}";
            feed.Sample(packet, 10);
            truth[source] = truth.GetValueOrDefault(source) + (10 * Math.Exp((i - 60_000) * 500e-6 / 2));
        }

        FlowTableUse use = feed.Engine.FlowTables()["f"];
        Assert.True(use.Evictions > 0 && use.Entries == use.Capacity && use.ErrorBound > 0);
        Dictionary<string, double> shown = feed.Engine.ActiveFlows("ALL", "f", 10_000).ToDictionary(flow => flow.Key, flow => flow.Value);
        double forgotten = 1e-3 * truth.Values.Sum() / 2;
        foreach ((string key, double sum) in truth)
        {
            double rate = sum / 2;
            Assert.InRange(rate, shown.GetValueOrDefault(key) - forgotten, shown.GetValueOrDefault(key) + use.ErrorBound + forgotten);
        }

        Assert.InRange(use.ErrorBound, 0, 3 * truth.Values.Sum() / 2 / capacity);
    }

    [Fact]
    public void FlowTables_Counts_TellSeenMatchedAndCountedApart()
    {
        using EngineFeed feed = new();
        feed.SetFlow("ports", """{"keys":"udpdestinationport","value":"frames","filter":"ipprotocol=17"}""");
        feed.SetFlow("never", """{"keys":"tcpdestinationport","value":"frames","filter":"ipprotocol=17"}""");
        feed.SetFlow("drops", """{"keys":"ipsource","value":"frames","dropped":true}""");
        for (int i = 0; i < 5; i++)
        {
            feed.Sample(EngineFeed.Udp());
            feed.Sample(EngineFeed.Tcp());
        }

        feed.SetFlow("late", """{"keys":"ipsource","value":"frames"}""");
        feed.Sample(EngineFeed.Tcp());
        feed.Discard(EngineFeed.Udp());
        IReadOnlyDictionary<string, FlowTableUse> tables = feed.Engine.FlowTables();
        Assert.Equal((11, 5, 5, 1), (tables["ports"].Seen, tables["ports"].Matched, tables["ports"].Updates, tables["ports"].Entries));
        Assert.Equal((11, 5, 0, 0), (tables["never"].Seen, tables["never"].Matched, tables["never"].Updates, tables["never"].Entries));
        Assert.Equal((1, 1, 1), (tables["late"].Seen, tables["late"].Matched, tables["late"].Updates));
        Assert.Equal((1, 1, 1), (tables["drops"].Seen, tables["drops"].Matched, tables["drops"].Updates));
        Assert.All(tables.Values, use => Assert.Equal((0, 0, 16_384), (use.Evictions, use.ErrorBound, use.Capacity)));
        Assert.Equal(tables["ports"].BytesPerEntry, tables["never"].BytesPerEntry);
    }

    [Fact]
    public void FlowTables_TwoShards_CountNetworkWideFlowsOnce()
    {
        using EngineFeed feed = new(options => options.Shards = 2);
        feed.SetFlow("own", """{"keys":"ipsource","value":"frames"}""");
        feed.SetFlow("all", """{"keys":"ipsource","value":"frames","aggMode":"ALL"}""");
        foreach (Shard shard in feed.Engine.Shards)
        {
            feed.Target = shard;
            feed.Sample(EngineFeed.Udp());
            feed.Sample(EngineFeed.Udp("192.0.2.9"));
        }

        IReadOnlyDictionary<string, FlowTableUse> tables = feed.Engine.FlowTables();
        Assert.Equal((4, 4, 4, 4, 32_768), (tables["own"].Seen, tables["own"].Matched, tables["own"].Updates, tables["own"].Entries, tables["own"].Capacity));
        Assert.Equal((4, 4, 4, 2, 16_384), (tables["all"].Seen, tables["all"].Matched, tables["all"].Updates, tables["all"].Entries, tables["all"].Capacity));
    }

    [Fact]
    public void Process_Garbage_IsCountedAndNeverThrows()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames"}""");
        byte[] valid = new byte[256];
        new Random(3).NextBytes(valid);
        for (int length = 0; length < valid.Length; length++)
        {
            feed.Process(valid.AsSpan(0, length), NetworkAddress.FromV4(1));
        }

        Assert.Equal(256, feed.Engine.Statistics().DatagramsReceived);
        Assert.Equal(256, feed.Engine.Statistics().DecodeErrors.Values.Sum());
    }

    [Fact]
    public void Process_MoreAgentsThanAllowed_RefusesAndCounts()
    {
        using EngineFeed feed = new(options => options.MaxAgents = 3);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames"}""");
        for (uint i = 0; i < 10; i++)
        {
            feed.Sample(EngineFeed.Udp(), agent: NetworkAddress.FromV4(i + 1));
        }

        EngineStatistics statistics = feed.Engine.Statistics();
        Assert.Equal((3, 7), (statistics.Agents, statistics.AgentsRefused));
        Assert.Equal(3, feed.Engine.FlowLocations("ALL", "f", "192.0.2.1").Count);
    }

    [Fact]
    public void Process_MoreDataSourcesThanAllowed_RefusesAndCounts()
    {
        using EngineFeed feed = new(options => options.MaxDataSourcesPerAgent = 2);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames"}""");
        for (uint port = 1; port <= 5; port++)
        {
            feed.Sample(EngineFeed.Udp(), port: port);
        }

        Assert.Equal(3, feed.Engine.Statistics().DataSourcesRefused);
        Assert.Equal(2, feed.Engine.FlowLocations("ALL", "f", "192.0.2.1").Count);
    }

    /// <summary>Half of the samples from new sources; the agent starts again from time to time.</summary>
    private static void Flood(EngineFeed feed, byte[] packet, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            feed.TimeUs += 20;
            if (i % 2 == 0)
            {
                random.NextBytes(packet.AsSpan(26, 4));
            }

            if (i % 100_000 == 99_999)
            {
                feed.RestartAgent();
            }

            feed.Sample(packet, 10, (uint)(i % 4) + 1);
        }
    }

    private static void Run(EngineFeed feed, byte[][] packets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            feed.TimeUs += 500;
            feed.Sample(packets[i % packets.Length], 100);
        }
    }
}
