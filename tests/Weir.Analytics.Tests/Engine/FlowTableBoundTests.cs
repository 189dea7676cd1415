using Weir.Analytics.Queries;
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
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(feed, packets, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
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

    private static void Run(EngineFeed feed, byte[][] packets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            feed.TimeUs += 500;
            feed.Sample(packets[i % packets.Length], 100);
        }
    }
}
