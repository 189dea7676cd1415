using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Export.Settings;
using Weir.Export.Sinks;
using Weir.Server.Composition.Export;
using Weir.Server.Configuration;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Server.Tests.Composition.Export;

public sealed class MetricRoundTests : IDisposable
{
    private const long StartUs = 1_700_000_000_000_000;

    private readonly AnalyticsEngine _engine = new(new AnalyticsOptions { ReplayClock = true }, TimeProvider.System, NullLogger.Instance);
    private readonly byte[] _buffer = new byte[4096];
    private uint _sequence;
    private long _timeUs = StartUs;

    [Fact]
    public void Collect_PlainMetric_GivesEveryDataSourceItsOwnSeries()
    {
        Counters(agent: 1, port: 3, octets: 1_000);
        Counters(agent: 2, port: 7, octets: 5_000);
        Counters(agent: 1, port: 3, octets: 11_000);
        Counters(agent: 2, port: 7, octets: 45_000);
        IReadOnlyList<MetricPoint> points = Round(new MetricPlan { Metrics = ["ifinoctets"] });
        Assert.Equal(
            ["ifinoctets agent=10.0.0.1 datasource=3 @9 = 500", "ifinoctets agent=10.0.0.2 datasource=7 @9 = 2000"],
            points.Select(Show).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Collect_Summary_IsOneSeriesOfAll()
    {
        Counters(agent: 1, port: 3, octets: 1_000);
        Counters(agent: 2, port: 7, octets: 5_000);
        Counters(agent: 1, port: 3, octets: 11_000);
        Counters(agent: 2, port: 7, octets: 45_000);
        Assert.Equal(
            ["ifinoctets aggregation=sum @9 = 2500", "ifinoctets aggregation=max @9 = 2000"],
            Round(new MetricPlan { Metrics = ["sum:ifinoctets", "max:ifinoctets"] }).Select(Show));
        Assert.Equal("ifinoctets aggregation=sum @9 = 500", Show(Assert.Single(Round(new MetricPlan { Metrics = ["sum:ifinoctets"], Agents = "10.0.0.1" }))));
    }

    [Fact]
    public void Collect_Unknown_IsLeftOutAndNeverZero()
    {
        Counters(agent: 1, port: 3, octets: 1_000);
        MetricPlan plan = new() { Metrics = ["ifinoctets", "sum:ifinoctets", "load_one", "sum:load_one", "max:ifname", "ifname"], Flows = [KeyValuePair.Create("none", 5)] };
        Assert.Empty(Round(plan));
    }

    [Fact]
    public void Collect_SameMetricTwice_GivesEachSeriesOnce()
    {
        Counters(agent: 1, port: 3, octets: 1_000);
        Counters(agent: 1, port: 3, octets: 11_000);
        Assert.Single(Round(new MetricPlan { Metrics = ["ifinoctets", "ifinoctets"] }));
    }

    [Fact]
    public void Collect_Flow_GivesTheLargestWithTheirKeysByName()
    {
        _engine.SetFlow("top", new FlowDefinition { Keys = "ipsource,udpdestinationport", Value = "frames", N = 20 });
        for (int i = 0; i < 200; i++)
        {
            Packet("192.0.2.1");
            Packet(i % 2 == 0 ? "192.0.2.2" : "192.0.2.1");
            Packet(i % 10 == 0 ? "192.0.2.3" : "192.0.2.1");
        }

        IReadOnlyList<MetricPoint> points = Round(new MetricPlan { Flows = [KeyValuePair.Create("top", 2)] });
        Assert.Equal(["ipsource=192.0.2.1 udpdestinationport=53", "ipsource=192.0.2.2 udpdestinationport=53"], points.Select(Tags));
        Assert.All(points, p => Assert.Equal(("top", 9), (p.Name, p.TimeMs)));
        Assert.True(points[0].Value > points[1].Value && points[1].Value > 0);
    }

    [Theory]
    [InlineData("weir.metrics.export", "total:load_one", "total:load_one")]
    [InlineData("weir.metrics.flows", "top:0", "top:0")]
    [InlineData("weir.metrics.interval", "0", "weir.metrics.interval")]
    public void Read_BadProperty_NamesIt(string name, string value, string named)
    {
        PropertySet properties = new(new Dictionary<string, string> { [name] = value });
        Assert.Contains(named, Assert.Throws<PropertyException>(() => ExportSettings.Read(properties, isReplay: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSection_GoodAndBad_MakesThePlanOrNamesEveryProblem()
    {
        List<Diagnostic> problems = [];
        MetricPlan plan = MetricPlanReader.FromSection(Section(("export", "load_one, sum:ifinoctets"), ("flows", "top:3"), ("interval", "30s")), problems);
        Assert.Empty(problems);
        Assert.Equal((TimeSpan.FromSeconds(30), "ALL", 2, "top"), (plan.Interval, plan.Agents, plan.Metrics.Count, plan.Flows[0].Key));
        MetricPlanReader.FromSection(Section(("export", "total:load_one"), ("flows", "top:0"), ("interval", "10ms"), ("colour", "blue")), problems);
        Assert.Equal(["metrics.interval", "metrics.export", "metrics.flows", "metrics.colour"], problems.Select(p => p.Path));
        problems.Clear();
        Assert.True(MetricPlanReader.FromSection(new SettingNode(""), problems).IsEmpty);
        Assert.Empty(problems);
        MetricPlanReader.FromSection(new SettingNode("yes"), problems);
        Assert.Single(problems);
    }

    [Fact]
    public void Read_Properties_MakeThePlan()
    {
        PropertySet properties = new(new Dictionary<string, string> { ["weir.metrics.export"] = "load_one, sum:ifinoctets", ["weir.metrics.flows"] = "top:3,all", ["weir.metrics.interval"] = "30" });
        ExportSettings settings = ExportSettings.Read(properties, isReplay: true);
        Assert.False(settings.IsOn);
        Assert.Equal(["load_one", "sum:ifinoctets"], settings.Metrics.Metrics);
        Assert.Equal([KeyValuePair.Create("top", 3), KeyValuePair.Create("all", 10)], settings.Metrics.Flows);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Metrics.Interval);
        Assert.True(ExportSettings.Read(new PropertySet(new Dictionary<string, string>()), isReplay: false) is { IsOn: true, Metrics.IsEmpty: true });
    }

    public void Dispose() => _engine.Dispose();

    private static string Show(MetricPoint point) => FormattableString.Invariant($"{point.Name} {Tags(point)} @{point.TimeMs} = {point.Value}");

    private static string Tags(MetricPoint point) => string.Join(' ', point.Tags.Select(t => $"{t.Key}={t.Value}"));

    private static SettingNode Section(params (string Name, string Text)[] members) => new(members.ToDictionary(m => m.Name, m => new SettingNode(m.Text)));

    private IReadOnlyList<MetricPoint> Round(MetricPlan plan) => new MetricRound(_engine, plan).Collect(9);

    private void Counters(byte agent, uint port, ulong octets)
    {
        _timeUs += 10_000_000;
        DatagramWriter writer = new(_buffer, Agent(agent), 0, ++_sequence, (uint)((_timeUs - StartUs) / 1000));
        writer.BeginCounterSample(_sequence, new DataSource(0, port));
        writer.Write(new InterfaceCounters { IfIndex = port, IfType = 6, IfSpeed = 1_000_000_000, IfStatus = 3, IfDirection = 1, IfInOctets = octets });
        writer.EndSample();
        Process(writer.Finish(), agent);
    }

    private void Packet(string source)
    {
        _timeUs += 5_000;
        byte[] header = new PacketBuilder().Ethernet().Ip4(source, "198.51.100.1").Udp(1000, 53).Payload(18).Build();
        DatagramWriter writer = new(_buffer, Agent(1), 0, ++_sequence, (uint)((_timeUs - StartUs) / 1000));
        writer.BeginFlowSample(new FlowSampleHeader { Sequence = _sequence, Source = new DataSource(0, 3), SamplingRate = 100, SamplePool = _sequence * 100, Input = new InterfaceId(InterfaceFormat.Single, 3), Output = new InterfaceId(InterfaceFormat.Single, 4) });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 1000, Header = header });
        writer.EndSample();
        Process(writer.Finish(), 1);
    }

    private static NetworkAddress Agent(byte last) => NetworkAddress.FromV4(0x0a000000u + last);

    private void Process(ReadOnlySpan<byte> datagram, byte agent)
    {
        Shard shard = _engine.Shards[0];
        shard.Enter();
        shard.Process(datagram, Agent(agent), _timeUs, 0);
        shard.Exit();
    }
}
