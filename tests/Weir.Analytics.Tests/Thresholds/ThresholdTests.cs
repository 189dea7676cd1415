using Weir.Analytics.Tests.Engine;
using Weir.Analytics.Thresholds;
using Xunit;

namespace Weir.Analytics.Tests.Thresholds;

public sealed class ThresholdTests
{
    private const string Flow = """{"keys":"ipdestination,udpsourceport","value":"frames","values":"count:ipsource,avg:ipbytes","aggMode":"AGENT"}""";

    [Fact]
    public async Task ThresholdCrossed_RateRises_OneEventWithEveryField()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", Flow);
        feed.SetThreshold("t", """{"metric":"udp","value":"10000","byFlow":true,"timeout":"2"}""");
        feed.Stream(EngineFeed.Udp(destination: "198.51.100.9"), 10, 10, 50);
        Assert.Empty(feed.Events);
        for (int i = 0; i < 10_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp($"192.0.2.{i % 30}", sourcePort: 53), 20, port: (uint)(1 + (i % 2)));
        }

        await feed.FlushAsync();
        ThresholdEvent crossed = Assert.Single(feed.Events);
        Assert.Equal((1, "t", "udp", 10000.0, "10.0.0.1", "0", "198.51.100.1,53"), (crossed.EventId, crossed.ThresholdId, crossed.Metric, crossed.Threshold, crossed.Agent, crossed.DataSource, crossed.FlowKey));
        Assert.InRange(crossed.Value, 10_000, 10_020);
        Assert.InRange(crossed.Timestamp, (EngineFeed.StartUs / 1000) + 11_000, (EngineFeed.StartUs / 1000) + 12_000);
        Assert.Equal(30, crossed.Values![0]);
        Assert.Equal(46, crossed.Values[1], 9);
        Assert.True(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.1,53"));
        Assert.False(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.9,1000"));
        Assert.False(feed.Engine.ThresholdTriggered("t", "10.0.0.2", "0.udp", "198.51.100.1,53"));
        Assert.False(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.other", "198.51.100.1,53"));
        Assert.False(feed.Engine.ThresholdTriggered("none", "10.0.0.1", "0.udp", "198.51.100.1,53"));
    }

    [Fact]
    public async Task ThresholdCrossed_FallsAndRisesAgain_FiresOnlyAfterTimeout()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", Flow);
        feed.SetThreshold("t", """{"metric":"udp","value":500,"byFlow":true,"timeout":5}""");
        feed.Stream(EngineFeed.Udp(), 20, 1);
        feed.AdvanceSeconds(1.3862944 + 3);
        Assert.True(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.1,1000"));
        feed.Stream(EngineFeed.Udp(), 10, 1);
        await feed.FlushAsync();
        Assert.Single(feed.Events);

        feed.AdvanceSeconds(1.3862944 + 5.1);
        Assert.False(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.1,1000"));
        feed.Stream(EngineFeed.Udp(), 10, 1);
        await feed.FlushAsync();
        Assert.Equal(2, feed.Events.Count);
    }

    [Fact]
    public async Task ThresholdCrossed_EntryExpiredInBetween_StaysTriggeredUntilTimeout()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", Flow);
        feed.SetThreshold("t", """{"metric":"udp","value":500,"byFlow":true,"timeout":60}""");
        feed.Stream(EngineFeed.Udp(), 20, 1);
        feed.AdvanceSeconds(40);
        Assert.Equal(0, feed.Engine.Statistics().FlowEntries);
        Assert.True(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.1,1000"));
        feed.Stream(EngineFeed.Udp(), 10, 1);
        await feed.FlushAsync();
        Assert.Single(feed.Events);
    }

    [Fact]
    public async Task ThresholdCrossed_NotByFlow_OneEventPerSource()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", """{"keys":"ipsource","value":"frames"}""");
        feed.SetThreshold("source", """{"metric":"udp","value":500}""");
        feed.SetThreshold("flow", """{"metric":"udp","value":500,"byFlow":true}""");
        for (int i = 0; i < 10_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp("192.0.2.1"), 2, port: 1);
            feed.Sample(EngineFeed.Udp("192.0.2.2"), 1, port: 1);
            feed.Sample(EngineFeed.Udp("192.0.2.1"), 1, port: 2);
        }

        await feed.FlushAsync();
        Assert.Equal(["1", "2"], feed.Events.Where(e => e.ThresholdId == "source").Select(e => e.DataSource).Order());
        Assert.Equal(3, feed.Events.Count(e => e.ThresholdId == "flow"));
        Assert.True(feed.Engine.ThresholdTriggered("source", "10.0.0.1", "1.udp", null));
    }

    [Fact]
    public async Task SetThreshold_EqualAgain_KeepsStateAndDifferentRestarts()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", Flow);
        for (int i = 0; i < 3; i++)
        {
            feed.SetFlow("udp", Flow);
            feed.SetThreshold("t", """{"metric":"udp","value":500,"byFlow":true,"timeout":60,"filter":{"ifspeed":["*"]}}""");
            feed.Stream(EngineFeed.Udp(), 10, 1);
        }

        await feed.FlushAsync();
        Assert.Single(feed.Events);
        feed.SetThreshold("t", """{"metric":"udp","value":501,"byFlow":true,"timeout":60}""");
        Assert.False(feed.Engine.ThresholdTriggered("t", "10.0.0.1", "0.udp", "198.51.100.1,1000"));
        feed.Stream(EngineFeed.Udp(), 1, 1);
        await feed.FlushAsync();
        Assert.Equal(2, feed.Events.Count);
        Assert.True(feed.Engine.ClearThreshold("t"));
        Assert.False(feed.Engine.ClearThreshold("t"));
        Assert.Empty(feed.Engine.Thresholds);
    }

    [Fact]
    public async Task ThresholdCrossed_FilterDoesNotMatch_NoEvent()
    {
        using EngineFeed feed = new();
        feed.SetFlow("udp", """{"keys":"ipsource","value":"frames"}""");
        feed.SetThreshold("t", """{"metric":"udp","value":1,"filter":{"ifspeed":[1000000000]}}""");
        feed.Stream(EngineFeed.Udp(), 2, 10);
        await feed.FlushAsync();
        Assert.Empty(feed.Events);
    }

    [Fact]
    public async Task Raise_HandlerThrows_OthersGoOn()
    {
        using EngineFeed feed = new();
        feed.Engine.ThresholdCrossed += _ => throw new InvalidOperationException("handler");
        feed.SetFlow("udp", """{"keys":"ipsource","value":"frames"}""");
        feed.SetThreshold("t", """{"metric":"udp","value":1,"byFlow":true}""");
        feed.Sample(EngineFeed.Udp("192.0.2.1"), 1000);
        feed.Sample(EngineFeed.Udp("192.0.2.2"), 1000);
        await feed.FlushAsync();
        Assert.Equal(2, feed.Events.Count);
        Assert.Equal(2, feed.Engine.Events.LastId);
    }

    [Fact]
    public async Task ThresholdCrossed_CounterMetric_FiresAndArmsAfterTimeout()
    {
        using EngineFeed feed = new();
        feed.SetThreshold("load", """{"metric":"queue_len","value":10,"timeout":5}""");
        foreach (double value in new[] { 5.0, 12, 15, 9, 11, 9, 9, 9, 14 })
        {
            feed.TimeUs += 3_000_000;
            feed.Gauge("queue_len", value);
        }

        await feed.FlushAsync();
        Assert.Equal([12.0, 14.0], feed.Events.Select(e => e.Value));
        ThresholdEvent crossed = feed.Events[0];
        Assert.Equal(("load", "queue_len", "10.0.0.1", "q"), (crossed.ThresholdId, crossed.Metric, crossed.Agent, crossed.DataSource));
        Assert.Null(crossed.FlowKey);
        Assert.True(feed.Engine.ThresholdTriggered("load", "10.0.0.1", "q.queue_len", null));
    }
}
