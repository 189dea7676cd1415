using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

/// <summary>What is put together without making texts must be what lists, dictionaries and sorting of texts give.</summary>
public sealed class FlowMergeTests : IDisposable
{
    private readonly EngineFeed _feed = new(static options => options.Shards = 2);

    [Theory]
    [InlineData(1, "ipsource,udpdestinationport", "bytes", ",")]
    [InlineData(2, "macsource,or:tcpdestinationport:udpdestinationport,stack", "frames", "")]
    [InlineData(3, "ipdestination,udpsourceport,ipprotocol", "bytes\",\"values\":\"avg:ipbytes", ".")]
    [InlineData(4, "ipsource", "count:ipdestination\",\"values\":\"frames", ",")]
    [InlineData(5, "", "bytes", ",")]
    public void ActiveFlows_RandomSamples_AreThoseOfTheSlowWay(int seed, string keys, string value, string separator)
    {
        Random random = new(seed);
        _feed.SetFlow("f", $$"""{"keys":"{{keys}}","value":"{{value}}","fs":"{{separator}}","n":4,"t":2}""");
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 600; i++)
            {
                Send(random);
            }

            foreach (string mode in (string[])["max", "sum", "avg", "edge"])
            {
                Compare(mode, 0, 20, null, separator);
                Compare(mode, 0, 3, null, separator);
                Compare(mode, 0, 100_000, null, separator);
                Compare(mode, 300, 7, null, separator);
                Compare(mode, 0, 50, "192.0.2.3", separator);
                Compare(mode, 0, 50, separator + "53", separator);
            }

            _feed.AdvanceSeconds(random.Next(3));
        }
    }

    public void Dispose() => _feed.Dispose();

    private void Send(Random random)
    {
        // Coarse times and few sizes: many values are equal to the last bit.
        _feed.TimeUs += random.Next(20) == 0 ? 1_000_000 : 0;
        string source = $"192.0.2.{random.Next(9)}";
        string destination = $"198.51.100.{random.Next(5)}";
        byte[] packet = random.Next(3) == 0
            ? EngineFeed.Tcp(source, destination, 1000 + random.Next(3), 80)
            : EngineFeed.Udp(source, destination, 1000 + random.Next(3), 53 + random.Next(2));
        _feed.Sample(packet, 10, (uint)random.Next(1, 4), NetworkAddress.FromV4(0x0a000001 + (uint)random.Next(5)));
    }

    private void Compare(string mode, double minValue, int maxFlows, string? pattern, string separator)
    {
        IReadOnlyList<ActiveFlow> fast = _feed.Engine.ActiveFlows("ALL", "f", maxFlows, minValue, mode, pattern);
        (string, double, string?, string?, int)[] expected = [.. Slow(mode, pattern, separator)
            .Where(flow => flow.Value >= minValue)
            .OrderByDescending(static flow => flow.Value)
            .ThenBy(static flow => flow.Key, StringComparer.Ordinal)
            .Take(maxFlows)];
        Assert.Equal(expected, fast.Select(static flow => (flow.Key, flow.Value, flow.Agent, flow.DataSource, flow.FlowN)));
    }

    private IEnumerable<(string Key, double Value, string? Agent, string? DataSource, int Count)> Slow(string mode, string? pattern, string separator)
    {
        foreach (var group in _feed.Engine.ReadFlowMetric("f").SelectMany(static row => row.TopKeys.Select(top => (Row: row, Top: top))).Where(f => mode != "edge" || f.Top.Value > 0).GroupBy(static f => f.Top.Key))
        {
            if (!IsWanted(group.Key, pattern, separator))
            {
                continue;
            }

            (FlowMetricRow row, TopKey top) = group.Aggregate(static (a, b) => b.Top.Value > a.Top.Value ? b : a);
            double sum = group.Aggregate(0.0, static (total, f) => total + f.Top.Value);
            double value = mode switch { "max" => top.Value, "avg" => sum / group.Count(), _ => sum };
            yield return (group.Key, value, row.Agent, row.DataSource, group.Count());
        }
    }

    private static bool IsWanted(string key, string? pattern, string separator)
    {
        if (pattern is null || separator.Length == 0)
        {
            return pattern is null || key == pattern;
        }

        string[] values = key.Split(separator);
        string[] wanted = pattern.Split(separator);
        return wanted.Select((w, i) => w.Length == 0 || (i < values.Length && values[i] == w)).All(static matches => matches);
    }
}
