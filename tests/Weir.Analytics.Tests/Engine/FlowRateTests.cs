using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class FlowRateTests
{
    private const string Pair = """{"keys":"ipsource,ipdestination","value":"frames"}""";

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 400)]
    [InlineData(10, 7)]
    public void ActiveFlows_ConstantStream_ReportsItsRateWithinOnePercent(double t, uint rate)
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", $$"""{"keys":"ipsource,ipdestination","value":"frames","t":{{t}}}""");
        double interval = t < 1 ? 0.5 : 2;
        feed.Stream(EngineFeed.Udp(), t * 8, interval, rate);

        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.Equal("192.0.2.1,198.51.100.1", flow.Key);
        Assert.InRange(flow.Value / (rate * 1000 / interval), 0.99, 1.01);
        Assert.Equal("10.0.0.1", flow.Agent);
        Assert.Equal("1", flow.DataSource);
        Assert.Equal(1, flow.FlowN);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ActiveFlows_FreshlyStarted_ReportsConstantRateFromTheStart(double seconds)
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Stream(EngineFeed.Udp(), seconds, 1);
        Assert.InRange(feed.Value("f"), 985, 1015);
    }

    [Fact]
    public void ActiveFlows_SingleFirstSample_DoesNotExplode()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Sample(EngineFeed.Udp(), 1000);
        Assert.InRange(feed.Value("f"), 500, 2300);
    }

    [Fact]
    public void ActiveFlows_NewFlowOnKnownAgent_RampsUp()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Sample(EngineFeed.Udp("192.0.2.9"));
        feed.AdvanceSeconds(60);
        feed.Stream(EngineFeed.Udp(), 2, 1);
        Assert.InRange(feed.Value("f", "192.0.2.1,198.51.100.1"), 1000 * 0.62, 1000 * 0.65);
    }

    [Fact]
    public void ActiveFlows_SamplesStop_DecaysByTimeConstantAndVanishes()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Stream(EngineFeed.Udp(), 20, 1);
        double full = feed.Value("f");
        feed.AdvanceSeconds(2);
        Assert.InRange(feed.Value("f") / full, 0.36, 0.375);
        feed.AdvanceSeconds(60);
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.Equal(0, feed.Engine.Statistics().FlowEntries);
    }

    [Fact]
    public void ActiveFlows_RateChangesMidStream_ScalesEverySampleByItsOwn()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), i % 2 == 0 ? 100u : 300u);
        }

        Assert.InRange(feed.Value("f"), 198_000, 202_000);
    }

    [Fact]
    public void ActiveFlows_SamplingRateZero_UsesLastKnownAndCounts()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), i == 0 ? 50u : 0u);
        }

        Assert.InRange(feed.Value("f"), 49_500, 50_500);
        Assert.Equal(19_999, feed.Engine.Statistics().UnknownSamplingRates);
    }

    [Fact]
    public void ActiveFlows_Bytes_UsesFrameLength()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipdestination","value":"bytes"}""");
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), 10, frameLength: 1500);
        }

        Assert.InRange(feed.Value("f") / 15e6, 0.99, 1.01);
    }

    [Fact]
    public void ActiveFlows_DroppedTrue_CountsDiscardsUnscaledAndNothingElse()
    {
        using EngineFeed feed = new();
        feed.SetFlow("d", """{"keys":"ipsource,reason","value":"frames","dropped":true}""");
        feed.SetFlow("f", Pair);
        for (int i = 0; i < 10_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Discard(EngineFeed.Udp());
            feed.Sample(EngineFeed.Udp(), 1000);
        }

        Assert.InRange(feed.Value("d"), 990, 1010);
        Assert.InRange(feed.Value("f"), 990_000, 1_010_000);
        Assert.Equal(10_000, feed.Engine.Statistics().DiscardedPackets);
    }

    [Fact]
    public void ActiveFlows_NoKeys_GivesOneTotalWithEmptyKey()
    {
        using EngineFeed feed = new();
        feed.SetFlow("total", """{"value":"frames"}""");
        for (int i = 0; i < 8000; i++)
        {
            feed.TimeUs += 2000;
            feed.Sample(EngineFeed.Udp($"192.0.2.{i % 100}"));
        }

        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("ALL", "total"));
        Assert.Equal("", flow.Key);
        Assert.InRange(flow.Value, 495, 505);
    }

    [Fact]
    public void ActiveFlows_TwoPorts_MaxSumAndAvgCombineThem()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), 3, port: 1);
            feed.Sample(EngineFeed.Udp(), 1, port: 2);
        }

        ActiveFlow max = Assert.Single(feed.Engine.ActiveFlows("ALL", "f", aggMode: "MAX"));
        Assert.InRange(max.Value, 2970, 3030);
        Assert.Equal("1", max.DataSource);
        Assert.Equal(2, max.FlowN);
        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("ALL", "f", aggMode: "sum")).Value, 3960, 4040);
        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("ALL", "f", aggMode: "avg")).Value, 1980, 2020);
        Assert.Equal(2, feed.Engine.FlowLocations("ALL", "f", "192.0.2.1,198.51.100.1").Count);
        Assert.InRange(feed.Engine.FlowValue("10.0.0.1", "2.f", "192.0.2.1,198.51.100.1"), 990, 1010);
        Assert.Equal(0, feed.Engine.FlowValue("10.0.0.1", "3.f", "192.0.2.1,198.51.100.1"));
    }

    [Fact]
    public void FlowLocations_FurtherValues_AreThoseOfThePlace()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","values":"last:outputifindex"}""");
        feed.Sample(EngineFeed.Udp(), 2, port: 1, output: 7);
        feed.Sample(EngineFeed.Udp(), 1, port: 2, output: 8);
        IReadOnlyList<FlowLocation> places = feed.Engine.FlowLocations("ALL", "f", "192.0.2.1");
        Assert.Equal([("1", 7.0), ("2", 8.0)], places.Select(place => (place.DataSource, place.Values![0])));
    }

    [Fact]
    public void ActiveFlows_AggModeAgent_PoolsAllPortsOfAnAgent()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipdestination","value":"frames","aggMode":"AGENT"}""");
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), 3, port: 1);
            feed.Sample(EngineFeed.Udp(), 1, port: 2);
            feed.Sample(EngineFeed.Udp(), 1, port: 2, agent: EngineFeed.Agent2);
        }

        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.InRange(flow.Value, 3960, 4040);
        Assert.Equal(("10.0.0.1", "0", 2), (flow.Agent, flow.DataSource, flow.FlowN));
        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("10.0.0.2", "f")).Value, 990, 1010);
        Assert.InRange(feed.Engine.FlowValue("10.0.0.1", "0.f", "198.51.100.1"), 3960, 4040);
    }

    [Fact]
    public void ActiveFlows_EdgeQueryWithoutTopology_CountsIngressOnly()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), port: 1, input: 1, output: 2);
            feed.Sample(EngineFeed.Udp(), port: 2, input: 1, output: 2);
        }

        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("ALL", "f", aggMode: "edge")).Value, 990, 1010);
        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("ALL", "f", aggMode: "sum")).Value, 1980, 2020);
    }

    [Fact]
    public void ActiveFlows_MoreFlowsThanN_KeepsTheLargestOfEverySource()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","n":"5"}""");
        for (int i = 0; i < 12; i++)
        {
            feed.Sample(EngineFeed.Udp($"192.0.2.{i}"), (uint)(i + 1), port: 1);
            feed.Sample(EngineFeed.Udp($"192.0.2.{100 + i}"), (uint)(i + 1), port: 2);
        }

        string[] keys = [.. feed.Engine.ActiveFlows("ALL", "f").Select(flow => flow.Key)];
        Assert.Equal(10, keys.Length);
        Assert.Equal(["192.0.2.11", "192.0.2.111", "192.0.2.10", "192.0.2.110"], keys[..4]);
        Assert.Equal(3, feed.Engine.ActiveFlows("ALL", "f", maxFlows: 3).Count);
    }

    [Fact]
    public void ActiveFlows_KeyPattern_MatchesGivenPositionsOnly()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource,ipdestination,udpdestinationport","value":"frames","n":20}""");
        feed.Sample(EngineFeed.Udp("192.0.2.1", "198.51.100.1"));
        feed.Sample(EngineFeed.Udp("192.0.2.2", "198.51.100.1", destinationPort: 99));
        feed.Sample(EngineFeed.Udp("192.0.2.1", "198.51.100.2"));

        Assert.Equal(2, feed.Engine.ActiveFlows("ALL", "f", keyPattern: ",198.51.100.1,,").Count);
        Assert.Equal(2, feed.Engine.ActiveFlows("ALL", "f", keyPattern: "192.0.2.1").Count);
        Assert.Single(feed.Engine.ActiveFlows("ALL", "f", keyPattern: "192.0.2.2,,99"));
        Assert.Equal(3, feed.Engine.ActiveFlows("ALL", "f", keyPattern: null).Count);
    }

    [Fact]
    public void ActiveFlows_UnknownFlow_IsEmpty()
    {
        using EngineFeed feed = new();
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "nothing"));
        Assert.False(feed.Engine.ClearFlow("nothing"));
    }

    [Fact]
    public void ClearFlow_KnownFlow_RemovesItsState()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Sample(EngineFeed.Udp());
        Assert.NotEmpty(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.True(feed.Engine.ClearFlow("f"));
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
        feed.SetFlow("f", Pair);
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
    }

    [Fact]
    public void SetFlow_AnotherFlowAdded_KeepsStateOfTheFirst()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", Pair);
        feed.Stream(EngineFeed.Udp(), 10, 1);
        feed.SetFlow("g", """{"keys":"ipsource","value":"bytes"}""");
        Assert.InRange(feed.Value("f"), 985, 1015);
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "g"));
    }

    [Fact]
    public void ActiveFlows_Values_GiveDistinctSourcesMeanAndExtremes()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipdestination","value":"frames","values":["count:ipsource","avg:bytes","min:bytes","max:bytes","last:bytes","bytes"]}""");
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp($"192.0.2.{i % 200}"), frameLength: i % 2 == 0 ? 100u : 300u);
        }

        IReadOnlyList<double> values = Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Values!;
        Assert.Equal(200, values[0]);
        Assert.InRange(values[1], 199, 201);
        Assert.Equal([100, 300, 300], values.Skip(2).Take(3));
        Assert.InRange(values[5], 198_000, 202_000);
    }

    [Fact]
    public void ActiveFlows_CountDistinct_ForgetsMembersThatStopped()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipdestination","value":"frames","values":"count:ipsource"}""");
        for (int i = 0; i < 10_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(i < 1000 ? $"192.0.2.{i % 50}" : "192.0.2.99"));
        }

        Assert.Equal([1.0], Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Values!);
    }
}
