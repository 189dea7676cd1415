using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Small tables must still know the largest flows.</summary>
public sealed class RecallTests
{
    private const int Mixes = 200;
    private const int Reported = 10;
    private const int Capacity = 10 * Reported;
    private const int Keys = 2_000;
    private const int Samples = 6_000;

    private static readonly byte[][] Packets = [.. Enumerable.Range(0, Keys).Select(i => EngineFeed.Udp($"192.0.{i / 250}.{i % 250}"))];

    [Fact]
    public void ActiveFlows_CapacityTenTimesN_FindsTheTopTenOfZipfMixes()
    {
        int found = 0;
        for (int seed = 1; seed <= Mixes; seed++)
        {
            Random random = new(seed);
            double[] cumulated = Cumulate(1 + (random.NextDouble() * 0.4));
            int[] order = [.. Enumerable.Range(0, Samples).Select(_ => Draw(cumulated, random))];
            string[] small = Play(order, Capacity, out long evictions);
            string[] exact = Play(order, Keys * 2, out long none);
            found += small.Intersect(exact).Count();
            Assert.True(evictions > Keys / 4, $"mix {seed}: only {evictions} evictions");
            Assert.Equal(0, none);
        }

        Assert.InRange((double)found / (Mixes * Reported), 0.99, 1);
    }

    private static string[] Play(int[] order, int capacity, out long evictions)
    {
        using EngineFeed feed = new(options => options.FlowTableCapacity = capacity);
        feed.SetFlow("f", $$"""{"keys":"ipsource","value":"frames","n":{{Reported}},"t":2}""");
        foreach (int key in order)
        {
            feed.TimeUs += 500;
            feed.Sample(Packets[key]);
        }

        evictions = feed.Engine.Statistics().FlowEvictions;
        return [.. feed.Engine.ActiveFlows("ALL", "f", Reported).Select(flow => flow.Key)];
    }

    private static double[] Cumulate(double exponent)
    {
        double[] cumulated = new double[Keys];
        double sum = 0;
        for (int i = 0; i < Keys; i++)
        {
            sum += Math.Pow(i + 1, -exponent);
            cumulated[i] = sum;
        }

        return cumulated;
    }

    private static int Draw(double[] cumulated, Random random)
    {
        int at = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
        return at < 0 ? ~at : at;
    }
}
