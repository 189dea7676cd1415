using Weir.Analytics.Routes;
using Weir.Wire;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

public sealed class RouteSourceTests
{
    private const string Keys = """{"keys":"bgpsourceas,bgpdestinationas,bgpdestinationaspath,bgpcommunities,bgpnexthop","value":"frames"}""";
    private const string Expected = "64500,64502,64501-64502,65001:7,192.0.2.250";

    [Fact]
    public void SetRouteSource_PlanAsksForBgpKeys_IsAskedOncePerSample()
    {
        using EngineFeed feed = new();
        Table table = new();
        feed.SetFlow("f", Keys);
        feed.SetFlow("g", """{"keys":"bgplocalpref,bgpas","value":"bytes"}""");
        Assert.True(feed.Engine.SetRouteSource("10.0.0.1", table));
        feed.Stream(EngineFeed.Udp(), 1, 100);
        Assert.True(feed.Value("f", Expected) > 0);
        Assert.True(feed.Value("g", "100,65001") > 0);
        Assert.Equal(10, table.Asked);
        Assert.Equal("192.0.2.1 > 198.51.100.1, 00163E000001 > 00163E000002", table.Last);
    }

    [Fact]
    public void SetRouteSource_NoPlanAsksForBgpKeys_IsNeverAsked()
    {
        using EngineFeed feed = new();
        Table table = new();
        feed.SetFlow("f", """{"keys":"ipsource","value":"frames"}""");
        feed.Engine.SetRouteSource("10.0.0.1", table);
        feed.Stream(EngineFeed.Udp(), 1, 100);
        Assert.Equal(0, table.Asked);
    }

    [Fact]
    public void SetRouteSource_OtherAgentAndAfterRemoval_HasNoKeys()
    {
        using EngineFeed feed = new();
        Table table = new();
        feed.SetFlow("f", Keys);
        feed.Engine.SetRouteSource("10.0.0.1", table);
        feed.Sample(EngineFeed.Udp(), agent: EngineFeed.Agent2);
        Assert.Equal(0, table.Asked);
        feed.Engine.SetRouteSource("10.0.0.1", null);
        feed.Sample(EngineFeed.Udp());
        Assert.Equal(0, table.Asked);
        Assert.Empty(feed.Engine.ActiveFlows("ALL", "f"));
    }

    [Fact]
    public void SetRouteSource_Edge_IsForAgentsWithoutATableOfTheirOwn()
    {
        using EngineFeed feed = new();
        Table own = new();
        Table edge = new();
        feed.SetFlow("f", Keys);
        feed.Engine.SetRouteSource("10.0.0.1", own);
        feed.Engine.SetRouteSource("EDGE", edge);
        feed.Sample(EngineFeed.Udp());
        feed.Sample(EngineFeed.Udp(), agent: EngineFeed.Agent2);
        Assert.Equal((1, 1), (own.Asked, edge.Asked));
    }

    [Fact]
    public void SetRouteSource_NoAddress_IsRefused()
    {
        using EngineFeed feed = new();
        Assert.False(feed.Engine.SetRouteSource("switch-1", new Table()));
    }

    [Fact]
    public void Observe_IngressSamplesOnly_ScaledByTheSamplingRate()
    {
        using EngineFeed feed = new();
        Table table = new() { IsObserving = true };
        feed.Engine.SetRouteSource("10.0.0.1", table);
        feed.Sample(EngineFeed.Udp(), rate: 100, frameLength: 500);
        feed.Sample(EngineFeed.Udp(), rate: 100, port: 2, input: 1, output: 2);
        Assert.Equal((100, 50_000), (table.Frames, table.Bytes));
    }

    private sealed class Table : IRouteSource
    {
        public bool IsObserving { get; init; }

        public int Asked { get; private set; }

        public string Last { get; private set; } = "";

        public double Frames { get; private set; }

        public double Bytes { get; private set; }

        public bool TryWriteGateway(in RoutedPacket packet, Span<byte> body, out int length)
        {
            Asked++;
            Last = $"{packet.Source} > {packet.Destination}, {packet.SourceMac:X12} > {packet.DestinationMac:X12}";
            ExtendedGateway record = new()
            {
                Nexthop = NetworkAddress.FromV4(0xc00002fa),
                AsNumber = 65001,
                SrcAs = 64500,
                DstAsPath = AsPath.FromSequence([64501, 64502], new byte[16]),
                Communities = UInt32List.Encode([(65001u << 16) | 7], new byte[4]),
                Localpref = 100,
            };
            scoped XdrWriter writer = new(body);
            record.Write(ref writer);
            length = writer.Position;
            return true;
        }

        public void Observe(in RoutedPacket packet, double frames, double bytes, long timeUs)
        {
            Frames += frames;
            Bytes += bytes;
        }
    }
}
