using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics.Flows;
using Weir.Analytics.Tests.Engine;
using Xunit;

namespace Weir.Analytics.Tests.Events;

public sealed class DispatcherTests
{
    [Fact]
    public async Task FlowRecorded_ReplayAndSlowHandler_LosesNothingAndHandlerMayQuery()
    {
        using EngineFeed feed = new(options => options.DispatchQueueCapacity = 2);
        int queried = 0;
        feed.Engine.FlowRecorded += _ => queried += feed.Engine.ActiveFlows("ALL", "f").Count > 0 ? 1 : 0;
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","log":true,"flowStart":true}""");
        for (int i = 0; i < 200; i++)
        {
            feed.Sample(EngineFeed.Udp($"192.0.2.{i}"));
        }

        await feed.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"192.0.2.{i}"), feed.Records.Select(record => record.FlowKeys));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), feed.Records.Select(record => record.FlowId));
        Assert.Equal(200, queried);
        Assert.Equal(0, feed.Engine.Statistics().DispatchDropped);
    }

    [Fact]
    public async Task FlowRecorded_LiveAndStuckHandler_DropsNewestAndCounts()
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions { DispatchQueueCapacity = 4 }, TimeProvider.System, NullLogger.Instance);
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim release = new();
        List<string> keys = [];
        engine.FlowRecorded += record =>
        {
            entered.Set();
            release.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            keys.Add(record.FlowKeys);
        };
        engine.SetFlow("f", new FlowDefinition { Keys = "ipsource", Value = "frames", Log = true, FlowStart = true });
        using EngineFeed writer = new();
        writer.Target = engine.Shards[0];
        writer.Sample(EngineFeed.Udp("192.0.2.0"));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        for (int i = 1; i <= 10; i++)
        {
            writer.Sample(EngineFeed.Udp($"192.0.2.{i}"));
        }

        Assert.Equal(6, engine.Statistics().DispatchDropped);
        release.Set();
        await engine.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["192.0.2.0", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"], keys);
    }
}
