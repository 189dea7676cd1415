using System.Text.Json;
using Weir.Analytics.Queries;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class EngineTests
{
    [Fact]
    public void FlowKeys_AfterSamples_HasSeenKeysWithAges()
    {
        using EngineFeed feed = new();
        Assert.Empty(feed.Engine.FlowKeys());
        feed.Sample(EngineFeed.Udp());
        feed.AdvanceSeconds(1.5);
        IReadOnlyDictionary<string, long> keys = feed.Engine.FlowKeys();
        Assert.Equal(1500, keys["ipsource"]);
        Assert.Contains("udpsourceport", keys.Keys);
        Assert.DoesNotContain("tcpsourceport", keys.Keys);
    }

    [Fact]
    public void SetFlow_RtFlowFields_AreKeysOnceSeen()
    {
        using EngineFeed feed = new();
        Assert.Throws<DefinitionException>(() => feed.SetFlow("f", """{"keys":"apphost","value":"appsize"}"""));
        feed.CustomFlow("a", 100);
        feed.SetFlow("f", """{"keys":"apphost","value":"appsize"}""");
        for (int i = 0; i < 4000; i++)
        {
            feed.TimeUs += 5000;
            feed.CustomFlow("web1", 100);
        }

        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.Equal(("web1", "app"), (flow.Key, flow.DataSource));
        Assert.InRange(flow.Value / 200_000, 0.99, 1.01);
        Assert.Contains("apphost", feed.Engine.FlowKeys().Keys);
    }

    [Fact]
    public void NowMs_ReplayClock_IsThatOfTheDatagrams()
    {
        using EngineFeed feed = new();
        Assert.Equal(0, feed.Engine.NowMs);
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(EngineFeed.StartUs / 1000, feed.Engine.NowMs);
        feed.AdvanceSeconds(2);
        Assert.Equal((EngineFeed.StartUs / 1000) + 2000, feed.Engine.NowMs);
    }

    [Fact]
    public void Statistics_UnknownSamplesAndRecords_AreCountedByTag()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"value":"frames"}""");
        DatagramWriter writer = new(new byte[2000], EngineFeed.Agent1, 0, 1, 1);
        writer.WriteRawSample(DataFormat.Make(25506, 1003), new byte[8]);
        writer.BeginFlowSample(new FlowSampleHeader { Source = new DataSource(0, 1), SamplingRate = 10 });
        writer.WriteRaw(DataFormat.Make(999, 5), new byte[4]);
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 64, Header = EngineFeed.Udp() });
        writer.EndSample();
        feed.Process(writer.Finish(), EngineFeed.Agent1);

        EngineStatistics statistics = feed.Engine.Statistics();
        Assert.Equal(1, statistics.UnknownFormats["25506:1003"]);
        Assert.Equal(1, statistics.UnknownFormats["999:5"]);
        Assert.Equal((1, 1, 1), (statistics.FlowSamples, statistics.DatagramsReceived, statistics.FlowEntries));
        Assert.Single(feed.Engine.ActiveFlows("ALL", "f"));
    }

    [Fact]
    public void Process_SampleWithSeveralViewsOfOnePacket_CountsOnce()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"value":"frames"}""");
        DatagramWriter writer = new(new byte[2000], default, 0, 1, 1);
        writer.BeginFlowSample(new FlowSampleHeader { Source = new DataSource(0, 1), SamplingRate = 10 });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 64, Header = EngineFeed.Udp() });
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 64, Header = EngineFeed.Udp() });
        writer.EndSample();
        feed.Process(writer.Finish(), NetworkAddress.FromV4(0xc0000207));
        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("192.0.2.7", "f"));
        Assert.InRange(flow.Value, 10 / 2 / 0.23, 10 / 2 / 0.21);
    }

    [Fact]
    public void ActiveFlows_ManySamples_StateTheirInterval()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":2}""");
        feed.Stream(EngineFeed.Udp(), 60, 10);
        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("ALL", "f", interval: true));
        Assert.InRange(flow.Samples!.Value, 396, 404);
        Assert.InRange((flow.High!.Value - flow.Low!.Value) / 2 / flow.Value, 0.097, 0.099);
        ActiveFlow unasked = Assert.Single(feed.Engine.ActiveFlows("ALL", "f"));
        Assert.DoesNotContain("samples", JsonSerializer.Serialize(unasked, WeirJson.Options), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void SetFlow_EqualDefinitionAgain_KeepsItsFlows()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":2}""");
        feed.Stream(EngineFeed.Udp(), 10, 10);
        double before = Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Value;
        feed.SetFlow("f", """{"keys":["ipsource"],"value":"frames","t":"2"}""");
        Assert.Equal(before, Assert.Single(feed.Engine.ActiveFlows("ALL", "f")).Value);
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames","t":3}""");
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
    }

    [Fact]
    public void ActiveFlows_EdgeFlowWithTopology_CountsIngressAtEdgePortsOnly()
    {
        using EngineFeed feed = new();
        Assert.Empty(feed.Engine.Topology.Set(JsonDocument.Parse(
            """
            {"nodes":{"s1":{"agent":"10.0.0.1","ports":{"p2":{"ifindex":"2"}}},"s2":{"agent":"10.0.0.2","ports":{"p2":{"ifindex":"2"}}}},
             "links":{"L":{"node1":"s1","port1":"p2","node2":"s2","port2":"p2"}}}
            """).RootElement));
        feed.SetFlow("edge", """{"keys":"ipsource","value":"frames","aggMode":"edge"}""");
        feed.SetFlow("ports", """{"keys":"ipsource,link:inputifindex","value":"frames"}""");
        feed.SetFlow("access", """{"keys":"ipsource","value":"frames","filter":"link:inputifindex=null"}""");
        for (int i = 0; i < 20_000; i++)
        {
            feed.TimeUs += 1000;
            feed.Sample(EngineFeed.Udp(), port: 1, input: 1, output: 2);
            feed.Sample(EngineFeed.Udp(), port: 2, input: 2, output: 1, agent: EngineFeed.Agent2);
            feed.Sample(EngineFeed.Udp(), port: 1, input: 2, output: 1, agent: EngineFeed.Agent2);
        }

        ActiveFlow flow = Assert.Single(feed.Engine.ActiveFlows("EDGE", "edge"));
        Assert.InRange(flow.Value, 990, 1010);
        Assert.Equal(("EDGE", "0"), (flow.Agent, flow.DataSource));
        Assert.Equal("192.0.2.1,L", feed.Engine.ActiveFlows("ALL", "ports")[0].Key);
        Assert.InRange(Assert.Single(feed.Engine.ActiveFlows("TOPOLOGY", "access", aggMode: "edge")).Value, 990, 1010);
        Assert.Single(feed.Engine.LocateHostMac("00163E000001"));
    }

    [Fact]
    public void ReadMetric_FlowMetric_HasTopKeysPerSource()
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames"}""");
        feed.Sample(EngineFeed.Udp("192.0.2.1"), 10);
        feed.Sample(EngineFeed.Udp("192.0.2.2"), 30);
        MetricResult result = Assert.Single(feed.Engine.Metric("ALL", ["f"]));
        Assert.Equal(["192.0.2.2", "192.0.2.1"], result.TopKeys!.Select(top => top.Key));
        Assert.Equal(result.TopKeys![0].Value, result.MetricValue);
    }
}
