using System.Text.Json;
using Weir.Analytics.Agents;
using Weir.Analytics.Queries;
using Weir.Analytics.Tests.Counters;
using Weir.Analytics.Topology;
using Weir.Wire;
using Weir.Wire.SFlow;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class MetricQueryTests : IDisposable
{
    private readonly EngineFeed _feed = new();
    private readonly byte[] _buffer = new byte[4096];
    private uint _sequence;

    public MetricQueryTests()
    {
        Send(EngineFeed.Agent1, 1, RecordBody.Interface(1, inOctets: 0));
        Send(EngineFeed.Agent2, 1, RecordBody.Interface(1, inOctets: 0));
        Send(EngineFeed.Agent1, 2, RecordBody.Interface(2, inOctets: 0), port: 2);
        _feed.TimeUs += 10_000_000;
        Send(EngineFeed.Agent1, 3, RecordBody.Interface(1, inOctets: 1_000));
        Send(EngineFeed.Agent2, 2, RecordBody.Interface(1, inOctets: 3_000, speed: 10_000_000_000));
        _feed.TimeUs += 1_000_000;
        Send(EngineFeed.Agent1, 4, RecordBody.Interface(2, inOctets: 2_200), port: 2);
    }

    [Fact]
    public void Metric_AllAgents_AnswersEveryTokenInOrder()
    {
        IReadOnlyList<MetricResult> results = _feed.Engine.Metric("ALL", ["sum:ifinoctets,ifinoctets", "2.ifinoctets", "nosuch"]);

        Assert.Equal([600.0, 300.0, 200.0, null], results.Select(static r => r.MetricValue));
        Assert.Equal([3, 3, 1, 0], results.Select(static r => r.MetricN));
        Assert.Equal("10.0.0.2", results[1].Agent);
        Assert.Equal(1_000, results[1].LastUpdate);
        Assert.Equal((1_000, 0), (results[0].LastUpdateMax, results[0].LastUpdateMin));
    }

    [Fact]
    public void Metric_FilterAndSelector_LimitTheRows()
    {
        MetricFilter filter = MetricFilter.FromPairs([("ifspeed", "1000000000")])!;

        Assert.Equal(300.0, _feed.Engine.Metric("ALL", ["sum:ifinoctets"], filter)[0].MetricValue);
        Assert.Equal(300.0, _feed.Engine.Metric("10.0.0.2", ["sum:ifinoctets"])[0].MetricValue);
        Assert.Null(_feed.Engine.Metric(null, ["sum:ifinoctets"])[0].MetricValue);
    }

    [Fact]
    public void Metric_AddressThatIsAlsoAHostName_SelectsBoth()
    {
        IReadOnlyList<MetricResult> before = _feed.Engine.Metric("10.0.0.2;10.9.9.9", ["sum:ifinoctets"]);
        DatagramWriter writer = new(_buffer, EngineFeed.Agent1, 0, 77, 99_000);
        writer.BeginCounterSample(1, new DataSource(2, 1));
        writer.WriteRaw((0 << 12) | 2000, RecordBody.Of("10.0.0.2", new byte[16], 3u, 2u, "6.1"));
        writer.EndSample();
        _feed.Process(writer.Finish(), EngineFeed.Agent1);

        Assert.Equal((300.0, 1), (before[0].MetricValue, before[0].MetricN));
        Assert.Equal(3, _feed.Engine.Metric("10.0.0.2", ["sum:ifinoctets"])[0].MetricN);
        Assert.True(_feed.Engine.AgentMetrics("10.0.0.1")!.ContainsKey("2.1.host_name"));
    }

    [Fact]
    public void TableAndDump_AllAgents_ListTheRows()
    {
        IReadOnlyList<IReadOnlyList<MetricCell?>> rows = _feed.Engine.Table("ALL", ["sort:ifinoctets:-2", "ifspeed"]);

        Assert.Equal([300.0, 200.0], rows.Select(static r => r[0]!.MetricValue));
        Assert.Equal(3, _feed.Engine.Dump("ALL", ["ifinoctets"]).Count);
        Assert.Contains(_feed.Engine.Dump("10.0.0.1", ["ALL"]), static c => c is { MetricName: "iftype", DataSource: "2" });
    }

    [Fact]
    public void Table_HostNameBesidePortMetrics_IsThatOfTheAgent()
    {
        DatagramWriter writer = new(_buffer, EngineFeed.Agent1, 0, 77, 99_000);
        writer.BeginCounterSample(1, new DataSource(2, 1));
        writer.WriteRaw(2000, RecordBody.Of("leaf1", new byte[16], 3u, 2u, "6.1"));
        writer.EndSample();
        _feed.Process(writer.Finish(), EngineFeed.Agent1);
        MetricFilter ports = MetricFilter.FromPairs([("ifspeed", "1000000000")])!;

        Assert.Equal(["leaf1 1", "leaf1 2"], Rows(_feed.Engine.Table("ALL", ["host_name,ifindex"], ports)));
        Assert.Equal([" 1", "leaf1 1", "leaf1 2"], Rows(_feed.Engine.Table("ALL", ["null:host_name,sort:ifindex:9"])).Order(StringComparer.Ordinal));
        Assert.Equal(["leaf1"], Rows(_feed.Engine.Table("ALL", ["host_name"])));
        Assert.Empty(_feed.Engine.Table("10.0.0.2", ["host_name,ifindex"]));
    }

    [Fact]
    public void Metric_Flow_IsAMetricWithItsTopKeys()
    {
        _feed.SetFlow("src", """{"keys":"ipsource","value":"frames","t":1}""");
        _feed.Stream(EngineFeed.Udp(), 10, 100);
        MetricResult result = _feed.Engine.Metric("10.0.0.1", ["src"])[0];

        Assert.Equal(10, Assert.IsType<double>(result.MetricValue), 1.0);
        Assert.Equal("192.0.2.1", result.TopKeys![0].Key);
        Assert.True(_feed.Engine.MetricAges().ContainsKey("src"));
        Assert.True(_feed.Engine.AgentMetrics("10.0.0.1")!.ContainsKey("1.src"));
        Assert.Single(_feed.Engine.Dump("ALL", ["src"]));
    }

    [Fact]
    public void Agents_Known_AreDescribed()
    {
        AgentInfo info = _feed.Engine.Agents(["10.0.0.1", "10.9.9.9"]).Single().Value;

        Assert.Equal(4, info.CounterSamples);
        Assert.Equal(2, info.CounterDataSources);
        Assert.Equal(11_000, info.FirstSeen);
        Assert.Equal(10_000, _feed.Engine.GetDataSource("10.0.0.2", "1")!.EffectivePollingInterval);
        Assert.Null(_feed.Engine.GetDataSource("10.0.0.2", "99"));
        Assert.Null(_feed.Engine.AgentMetrics("10.9.9.9"));
    }

    [Fact]
    public void Topology_EdgePort_LocatesTheHostsBehindIt()
    {
        Assert.Empty(_feed.Engine.Topology.Set(JsonElement.Parse("""
            {"links":{"L":{"node1":"s1","port1":"p2","node2":"s2","port2":"p1"}},
             "nodes":{"s1":{"agent":"10.0.0.1","ports":{"p1":{"ifindex":"1"},"p2":{"ifindex":"2"}}},"s2":{"agent":"10.0.0.2","ports":{"p1":{"ifindex":"1"}}}}}
            """)));
        _feed.Sample(EngineFeed.Udp(), port: 1, input: 1);
        string mac = Assert.Single(_feed.Engine.LocatedHostMacs());
        HostLocation location = Assert.Single(_feed.Engine.LocateHostAddress("192.0.2.1"));

        Assert.Equal((mac, "s1", "p1", "1"), (location.Mac, location.Node, location.Port, location.IfIndex));
        Assert.Empty(_feed.Engine.LocatedHostMacs("10.0.0.1", "2"));
        IReadOnlyList<MetricResult> ends = _feed.Engine.TopologyLinkMetric("L", ["ifinoctets", "ifspeed"])!;
        Assert.Equal([200.0, 1e9, 300.0, 1e10], ends.Select(static e => e.MetricValue));
        Assert.Equal(300.0, _feed.Engine.TopologyLinkMetric("L", ["ifinoctets"], "s2")![0].MetricValue);
        Assert.Equal(300.0, _feed.Engine.Metric("CORE", ["max:ifinoctets"])[0].MetricValue);
        Assert.Equal(100.0, _feed.Engine.Metric("EDGE", ["max:ifinoctets"])[0].MetricValue);
    }

    [Fact]
    public void TopologyLinkMetric_EndThatNobodyReports_HasNoAgent()
    {
        Assert.Empty(_feed.Engine.Topology.Set(JsonElement.Parse("""
            {"links":{"L":{"node1":"s1","port1":"p1","node2":"s9","port2":"p1"}},
             "nodes":{"s1":{"agent":"10.0.0.1","ports":{"p1":{"ifindex":"1"}}},"s9":{"agent":"10.9.9.9","ports":{"p1":{"ifindex":"1"}}}}}
            """)));
        IReadOnlyList<MetricResult> ends = _feed.Engine.TopologyLinkMetric("L", ["ifinoctets", "none"])!;
        Assert.Equal(["10.0.0.1", "10.0.0.1", null, null], ends.Select(static e => e.Agent));
    }

    public void Dispose() => _feed.Dispose();

    private static IEnumerable<string> Rows(IReadOnlyList<IReadOnlyList<MetricCell?>> rows) =>
        rows.Select(static row => string.Join(' ', row.Select(static cell => cell?.MetricValue)));

    private void Send(NetworkAddress agent, uint sequence, byte[] body, uint port = 1)
    {
        DatagramWriter writer = new(_buffer, agent, 0, ++_sequence, (uint)((_feed.TimeUs - EngineFeed.StartUs) / 1000));
        writer.BeginCounterSample(sequence, new DataSource(0, port));
        writer.WriteRaw(1, body);
        writer.EndSample();
        _feed.Process(writer.Finish(), agent);
    }
}
