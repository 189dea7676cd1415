using Weir.Analytics.Tests.Engine;
using Weir.Analytics.Thresholds;
using Xunit;

namespace Weir.Analytics.Tests.Thresholds;

/// <summary>Ten thousand thresholds fire when they should, and cost a sample nothing when they are not concerned.</summary>
public sealed class ThresholdScaleTests : IDisposable
{
    private const int Flows = 50;
    private const int PerFlow = 100;
    private const int Gauges = 10;
    private const int PerGauge = 500;
    private const double Rate = 200;

    private readonly EngineFeed _feed = new();

    public ThresholdScaleTests()
    {
        Dictionary<string, ThresholdDefinition> all = [];
        for (int flow = 0; flow < Flows; flow++)
        {
            _feed.SetFlow($"f{flow}", $$"""{"value":"frames","filter":"udpdestinationport={{flow}}","t":1}""");
            for (int i = 0; i < PerFlow; i++)
            {
                all.Add($"f{flow}_{i}", new ThresholdDefinition { Metric = $"f{flow}", Value = Rate * (0.1 + (0.02 * i)), ByFlow = true });
            }
        }

        for (int gauge = 0; gauge < Gauges; gauge++)
        {
            for (int i = 0; i < PerGauge; i++)
            {
                all.Add($"g{gauge}_{i}", new ThresholdDefinition { Metric = $"g{gauge}", Value = i, Timeout = 1 });
            }
        }

        foreach ((string name, ThresholdDefinition definition) in all)
        {
            _feed.Engine.SetThreshold(name, definition);
        }
    }

    private long Checks => _feed.Engine.Shards[0].Query(flows => flows.ThresholdChecks);

    [Fact]
    public async Task Events_TenThousandThresholds_ExactlyThoseReachedFire()
    {
        Assert.Equal(10_000, _feed.Engine.Thresholds.Count);
        StreamFlows(10, port => port % 2 == 0);
        for (int gauge = 0; gauge < Gauges; gauge++)
        {
            _feed.Gauge($"g{gauge}", gauge * 30);
        }

        await _feed.FlushAsync();
        foreach (IGrouping<string, ThresholdEvent> events in _feed.Events.GroupBy(crossed => crossed.Metric).Where(group => group.Key[0] == 'f'))
        {
            Assert.Equal(0, int.Parse(events.Key[1..], System.Globalization.CultureInfo.InvariantCulture) % 2);

            // The rate ripples by 5 % around its mean from sample to sample: thresholds nearer than that may fire or not.
            Assert.All(events, crossed => Assert.True(crossed.Threshold < Rate * 1.1));
            Assert.True(events.Count() >= (int)((0.94 - 0.1) / 0.02), $"{events.Key}: {events.Count()}");
            Assert.Equal(events.Count(), events.Select(crossed => crossed.ThresholdId).Distinct().Count());
        }

        Assert.Equal(Flows / 2, _feed.Events.Where(crossed => crossed.Metric[0] == 'f').Select(crossed => crossed.Metric).Distinct().Count());
        for (int gauge = 0; gauge < Gauges; gauge++)
        {
            Assert.Equal((gauge * 30) + 1, _feed.Events.Count(crossed => crossed.Metric == $"g{gauge}"));
        }
    }

    [Fact]
    public void Checks_NothingReached_AreOneForEachSample()
    {
        // One sample in a while: its rate stays below the lowest threshold of its flow.
        for (int i = 0; i < 200; i++)
        {
            _feed.AdvanceSeconds(1);
            _feed.Sample(EngineFeed.Udp(destinationPort: i % Flows));
        }

        Assert.Equal(200, Checks);
        long before = Checks;
        for (int i = 0; i < 200; i++)
        {
            _feed.Gauge("g3", -1);
        }

        Assert.Equal(200, Checks - before);
        before = Checks;
        _feed.Sample(EngineFeed.Udp(destinationPort: Flows + 1));
        _feed.Gauge("other", 1e9);
        Assert.Equal(before, Checks);
    }

    [Fact]
    public async Task Gauge_FallsAndRisesAgain_FiresAgainAfterTheTimeoutOnly()
    {
        _feed.Gauge("g0", 100);
        _feed.AdvanceSeconds(0.5);
        _feed.Gauge("g0", 50);
        _feed.AdvanceSeconds(0.5);
        _feed.Gauge("g0", 100);
        await _feed.FlushAsync();
        Assert.Equal(101, _feed.Events.Count);

        _feed.Gauge("g0", 50);
        _feed.AdvanceSeconds(1.5);
        _feed.Gauge("g0", 50);
        _feed.Gauge("g0", 100);
        await _feed.FlushAsync();
        Assert.Equal(101 + 50, _feed.Events.Count);
        Assert.True(_feed.Engine.ThresholdTriggered("g0_100", "10.0.0.1", "q.g0", null));
        Assert.False(_feed.Engine.ThresholdTriggered("g0_101", "10.0.0.1", "q.g0", null));
        _feed.Engine.ClearThreshold("g0_100");
        _feed.Gauge("g0", 0);
        _feed.AdvanceSeconds(1.5);
        _feed.Gauge("g0", 0);
        Assert.False(_feed.Engine.ThresholdTriggered("g0_99", "10.0.0.1", "q.g0", null));
    }

    [Fact]
    public async Task ByFlow_OneFlowPausesAndReturns_FiresAgainForThatFlowAlone()
    {
        _feed.SetFlow("h", """{"keys":"ipsource","value":"frames","t":1}""");
        _feed.SetThreshold("hot", """{"metric":"h","value":100,"byFlow":true,"timeout":2}""");
        void Play(double seconds, params string[] sources)
        {
            for (int i = 0; i < seconds * 100; i++)
            {
                _feed.TimeUs += 10_000;
                foreach (string source in sources)
                {
                    _feed.Sample(EngineFeed.Udp(source, destinationPort: 999), rate: 4);
                }
            }
        }

        Play(5, "192.0.2.1", "192.0.2.2");
        Play(1.5, "192.0.2.2");
        Play(3, "192.0.2.1", "192.0.2.2");
        await _feed.FlushAsync();
        Assert.Equal(["192.0.2.1", "192.0.2.2"], _feed.Events.Select(crossed => crossed.FlowKey!).Order());

        // The rate falls to a quarter in 1.4 s, the timeout is 2 s more.
        Play(4, "192.0.2.2");
        Assert.False(_feed.Engine.ThresholdTriggered("hot", "10.0.0.1", "1.h", "192.0.2.1"));
        Assert.True(_feed.Engine.ThresholdTriggered("hot", "10.0.0.1", "1.h", "192.0.2.2"));
        Play(3, "192.0.2.1", "192.0.2.2");
        await _feed.FlushAsync();
        Assert.Equal(["192.0.2.1", "192.0.2.1", "192.0.2.2"], _feed.Events.Select(crossed => crossed.FlowKey!).Order());
    }

    public void Dispose() => _feed.Dispose();

    private void StreamFlows(double seconds, Func<int, bool> wanted)
    {
        int[] ports = [.. Enumerable.Range(0, Flows).Where(wanted)];
        byte[][] packets = [.. ports.Select(port => EngineFeed.Udp(destinationPort: port))];
        for (int i = 0; i < seconds * 20; i++)
        {
            _feed.TimeUs += 50_000;
            Array.ForEach(packets, packet => _feed.Sample(packet, rate: (uint)(Rate / 20)));
        }
    }
}
