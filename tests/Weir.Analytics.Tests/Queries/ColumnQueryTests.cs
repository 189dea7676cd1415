using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Tests.Engine;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Queries;

/// <summary>What columns answer must be what reading each data source answers: naming all agents one by one asks for the latter.</summary>
public sealed class ColumnQueryTests : IDisposable
{
    private const int Agents = 40;
    private const int Ports = 9;

    private static readonly string Listed = string.Join(';', Enumerable.Range(1, Agents).Select(static i => AddressOf(i).ToString()));

    private static readonly string[] Tokens =
        ["ifinoctets", "sum:ifinoctets", "avg:ifinoctets", "min:ifinoctets", "max:ifinutilization", "sum:ifspeed", "max:ifindiscards", "min:ifoutpkts",
            "iftype", "sum:eth_fcserrors", "load", "sum:load", "sum:nosuch"];

    private readonly EngineFeed _feed = new(static options => options.Shards = 3);
    private readonly byte[] _buffer = new byte[8192];
    private readonly ulong[] _octets = new ulong[Agents * Ports];
    private readonly uint[] _sequences = new uint[Agents * Ports];
    private readonly uint[] _datagrams = new uint[Agents];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MetricAndTable_RandomUpdatesBetweenQuestions_AreThoseOfAScan(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 30; round++)
        {
            for (int i = 0; i < 60; i++)
            {
                Send(random);
            }

            SendGauge(random.Next(Agents) + 1, "load", random.Next(5));
            _feed.TimeUs += random.Next(10) == 0 ? 200_000_000 : random.Next(5_000_000);
            Compare();
        }
    }

    [Fact]
    public void Metric_CustomMetricOfTheSameName_CountsToo()
    {
        SendPort(1, 0);
        _feed.TimeUs += 10_000_000;
        SendPort(1, 0);
        SendGauge(2, "ifinoctets", 77_000);
        Compare();
    }

    [Fact]
    public void MetricAges_MetricSeenOnceOnly_KeepsItsTimeUntilItIsTooOld()
    {
        SendPort(1, 0);
        _feed.TimeUs += 10_000_000;
        SendPort(1, 0);
        Assert.Equal(0, _feed.Engine.MetricAges()["ifinoctets"]);
        _feed.TimeUs += 4_000_000;
        SendPort(2, 0);

        IReadOnlyDictionary<string, long> ages = _feed.Engine.MetricAges();
        Assert.Equal((4_000, 0), (ages["ifinoctets"], ages["ifspeed"]));
        Assert.DoesNotContain("eth_fcserrors", ages.Keys);
        _feed.TimeUs += 400_000_000;
        SendPort(3, 0);
        ages = _feed.Engine.MetricAges();
        Assert.Equal(0, ages["ifdirection"]);
        Assert.DoesNotContain("ifinoctets", ages.Keys);
    }

    public void Dispose() => _feed.Dispose();

    private static NetworkAddress AddressOf(int number) => NetworkAddress.FromV4(0x0a000000 + (uint)(number * 7919 % 251));

    private uint Uptime => (uint)((_feed.TimeUs - EngineFeed.StartUs) / 1000);

    private void Compare()
    {
        IReadOnlyList<MetricResult> expected = _feed.Engine.Metric(Listed, Tokens);
        IReadOnlyList<MetricResult> actual = _feed.Engine.Metric("ALL", Tokens);
        for (int i = 0; i < Tokens.Length; i++)
        {
            double? sum = expected[i].MetricValue as double?;
            MetricResult rounded = actual[i].MetricValue is double value && sum is { } near && Math.Abs(value - near) <= 1e-12 * Math.Abs(near)
                ? actual[i] with { MetricValue = sum }
                : actual[i];
            Assert.Equal(expected[i], rounded);
        }

        foreach (string columns in new[] { "sort:ifinoctets:-5,ifspeed", "ifspeed,sort:ifinoctets:7,null:eth_fcserrors", "sort:ifspeed:-4,ifinoctets", "sort:ifinoctets:-3,eth_fcserrors", "sort:load:-2" })
        {
            Assert.Equal(_feed.Engine.Table(Listed, [columns]).Select(static r => r.ToArray()), _feed.Engine.Table("ALL", [columns]).Select(static r => r.ToArray()));
        }
    }

    private void Send(Random random)
    {
        int agent = random.Next(Agents);
        _feed.TimeUs += random.Next(200_000);
        SendPort(agent + 1, random.Next(Ports), (ulong)random.Next(4) * 1_000_000, random);
    }

    private void SendPort(int agent, int port, ulong growth = 1_000, Random? random = null)
    {
        int number = ((agent - 1) * Ports) + port;
        _octets[number] += growth;
        DatagramWriter writer = new(_buffer, AddressOf(agent), 0, ++_datagrams[agent - 1], Uptime);
        writer.BeginCounterSample(++_sequences[number], new DataSource(0, (uint)port + 1));
        writer.WriteRaw(1, RecordBody.Interface((uint)port + 1, inOctets: _octets[number], speed: random?.Next(9) == 0 ? 0 : 1_000_000_000ul * (1 + ((uint)port % 3))));
        if (port % 4 == 1)
        {
            writer.WriteRaw(2, new byte[52]);
        }

        writer.EndSample();
        _feed.Process(writer.Finish(), AddressOf(agent));
    }

    private void SendGauge(int agent, string name, double value)
    {
        DatagramWriter writer = new(_buffer, AddressOf(agent), 0, ++_datagrams[agent - 1], Uptime);
        writer.BeginRtMetric("q"u8);
        writer.WriteGauge(name, value);
        writer.EndSample();
        _feed.Process(writer.Finish(), AddressOf(agent));
    }
}
