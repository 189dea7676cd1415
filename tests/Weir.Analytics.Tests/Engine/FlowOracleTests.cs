using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>The engine against an obvious slow model: every sample kept, every rate summed anew. Entries idle for ten time constants are forgotten, hence the tolerance.</summary>
public sealed class FlowOracleTests
{
    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 30.0)]
    public void ActiveFlows_RandomSamples_EqualTheSlowModel(int seed, double t)
    {
        Random random = new(seed);
        using EngineFeed feed = new();
        feed.SetFlow("f", $$"""{"keys":"ipsource,udpdestinationport","value":"bytes","values":["frames","avg:bytes"],"t":{{t}},"n":1000}""");
        List<Seen> seen = [];
        for (int i = 0; i < 4000; i++)
        {
            feed.TimeUs += random.Next(20) == 0 ? random.Next(3_000_000) : random.Next(5_000);
            int source = random.Next(30);
            int port = random.Next(3);
            uint rate = (uint)random.Next(1, 500);
            uint length = (uint)random.Next(60, 1500);
            feed.Sample(EngineFeed.Udp($"192.0.2.{source}", destinationPort: 100 + port), rate, (uint)port + 1, frameLength: length);
            seen.Add(new Seen(feed.TimeUs, $"192.0.2.{source},{100 + port}", rate, length));
            if (i % 500 == 499)
            {
                Compare(feed.Engine.ActiveFlows("ALL", "f", 10_000), seen, feed.TimeUs, t);
            }
        }
    }

    private static void Compare(IReadOnlyList<ActiveFlow> actual, List<Seen> seen, long nowUs, double t)
    {
        double coverage = 1 - Math.Exp(-Math.Max((nowUs - seen[0].TimeUs) / 1e6 / t, 0.25));
        double Rate(IEnumerable<Seen> samples, Func<Seen, double> value) =>
            samples.Sum(s => value(s) * s.Rate * Math.Exp((s.TimeUs - nowUs) / 1e6 / t)) / t / coverage;

        var expected = seen.GroupBy(s => s.Key)
            .Where(group => group.Sum(s => Math.Exp((s.TimeUs - nowUs) / 1e6 / t)) >= 0.01)
            .Select(group => (group.Key, Bytes: Rate(group, s => s.Length), Frames: Rate(group, _ => 1)))
            .OrderByDescending(flow => flow.Bytes)
            .ToArray();
        Assert.Equal(expected.Select(flow => flow.Key), actual.Select(flow => flow.Key));
        double forgotten = 1e-4 * expected.Sum(flow => flow.Bytes);
        double forgottenFrames = 1e-4 * expected.Sum(flow => flow.Frames);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i].Value, expected[i].Bytes - forgotten, (expected[i].Bytes * (1 + 1e-9)) + 1e-9);
            Assert.InRange(actual[i].Values![0], expected[i].Frames - forgottenFrames, (expected[i].Frames * (1 + 1e-9)) + 1e-9);
            Assert.Equal(1, actual[i].Values![1] / (actual[i].Value / actual[i].Values![0]), 9);
        }

        Assert.Equal(1, actual.Sum(flow => flow.Value) / expected.Sum(flow => flow.Bytes), 3);
    }

    private sealed record Seen(long TimeUs, string Key, uint Rate, uint Length);
}
