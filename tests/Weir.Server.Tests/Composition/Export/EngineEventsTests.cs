using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Export.Events;
using Weir.Server.Composition.Export;

namespace Weir.Server.Tests.Composition.Export;

public sealed class EngineEventsTests : IDisposable
{
    private const long TimeMs = 1_768_300_000_123;

    private readonly AnalyticsEngine _engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public void Of_FlowThreshold_NamesEveryKeyAndSaysItInALine()
    {
        _engine.SetFlow("udp_flood", new FlowDefinition { Keys = "ipdestination,group:ipdestination:ddos,udpdestinationport", Value = "frames" });
        WeirEvent made = Make().Of(Crossed("udp_flood", "192.0.2.129,local,53", 24_512.4, 10_000) with { Values = [17, 512.5] });
        Assert.Equal("ddos: udp_flood is 24.5 kpackets/s for 192.0.2.129,local,53 at 10.0.0.1 > 3, threshold 10 kpackets/s", made.Message);
        Assert.Equal(("threshold", EventSeverity.Warning, "192.0.2.129,local,53", "weir"), (made.Kind, made.Severity, made.Subject, made.Service));
        Assert.Equal(TimeMs * 1_000_000, made.TimeNs);
        Assert.Equal(
            "thresholdID=ddos metric=udp_flood agent=10.0.0.1 dataSource=3 value=24512.4 threshold=10000 flowKey=192.0.2.129,local,53 "
            + "ipdestination=192.0.2.129 group:ipdestination:ddos=local udpdestinationport=53 values=[17,512.5]",
            string.Join(' ', made.Fields.Select(f => $"{f.Name}={f.Value}")));
        Assert.Equal(FieldKind.Number, made.Field("value")!.Value.Kind);
        List<Diagnostic> problems = [];
        Assert.True(EventRules.Check(made, problems), string.Join("; ", problems));
    }

    [Theory]
    [InlineData("ifinoctets", 125e6, "1 Gbit/s")]
    [InlineData("ifinutilization", 81.25, "81.3%")]
    [InlineData("ifinucastpkts", 1_500, "1.5 kpackets/s")]
    [InlineData("load_one", 7.5, "7.5")]
    public void Of_CounterThreshold_HasTheMetricsUnit(string metric, double value, string shown)
    {
        WeirEvent made = Make().Of(Crossed(metric, null, value, value));
        Assert.Equal($"ddos: {metric} is {shown} at 10.0.0.1 > 3, threshold {shown}", made.Message);
        Assert.Equal("10.0.0.1 > 3", made.Subject);
        Assert.Null(made.Field("flowKey"));
    }

    [Fact]
    public void Of_SameCrossingTwice_HasTheSameIdAndAnotherTime()
    {
        ThresholdEvent crossed = Crossed("udp_flood", "k", 2, 1);
        EngineEvents events = Make();
        WeirEvent first = events.Of(crossed);
        WeirEvent again = events.Of(crossed with { EventId = 77 });
        Assert.Equal(first.Id, again.Id);
        Assert.True(again.TimeNs > first.TimeNs);
        Assert.Equal(first.Id, Make().Of(crossed).Id);
        Assert.All(
            new[]
            {
                crossed with { ThresholdId = "x" }, crossed with { Metric = "x" }, crossed with { Agent = "x" }, crossed with { DataSource = "x" },
                crossed with { FlowKey = "x" }, crossed with { Timestamp = 1 }, crossed with { Value = 3 },
            },
            other => Assert.NotEqual(first.Id, events.Of(other).Id));
    }

    [Fact]
    public void Of_FlowRecord_HasKeysByNameAndTheRecordsOwnFields()
    {
        _engine.SetFlow("web", new FlowDefinition { Keys = "ipsource,tcpdestinationport", Value = "bytes", Fs = "_SEP_", Log = true });
        WeirEvent made = Make().Of(Record("web", "10.0.0.7_SEP_443"));
        Assert.Equal("web: 10.0.0.7_SEP_443, 1.5 MB in 2 s at 10.0.0.1 > 3", made.Message);
        Assert.Equal(("flow", EventSeverity.Info), (made.Kind, made.Severity));
        Assert.Equal(
            "ipsource=10.0.0.7 tcpdestinationport=443 flow=web flowKey=10.0.0.7_SEP_443 value=1500000 agent=10.0.0.1 dataSource=3 "
            + "start=2026-01-13T10:26:38.123000000Z end=2026-01-13T10:26:40.123000000Z",
            string.Join(' ', made.Fields.Select(f => $"{f.Name}={f.Value}")));
    }

    [Fact]
    public void Of_FlowKeyThatCannotBeCut_KeepsTheKeyWhole()
    {
        _engine.SetFlow("odd", new FlowDefinition { Keys = "httpurl,ipsource", Value = "bytes" });
        WeirEvent made = Make().Of(Record("odd", "/a,b,10.0.0.1"));
        Assert.Equal("flow", made.Fields[0].Name);
        Assert.Equal("/a,b,10.0.0.1", made.Field("flowKey").ToString());
        Assert.Equal("/a,b,10.0.0.1", Make().Of(Record("gone", "/a,b,10.0.0.1")).Field("flowKey").ToString());
    }

    [Fact]
    public void Of_PresetRecord_HasTheArticlesFieldsAndNoOthers()
    {
        Preset preset = Assert.Single(PresetTable.All);
        foreach ((string name, FlowDefinition definition) in preset.Flows)
        {
            _engine.SetFlow(name, definition);
        }

        WeirEvent made = Make().Of(Record("icmpunreachableport", "0010DB1122AA,10.0.0.1,0010DB1122BB,10.0.0.66,udp_161"), preset);
        Assert.Equal(
            "flow_type=icmpunreachableport src_mac=0010DB1122AA src_ip=10.0.0.1 dst_mac=0010DB1122BB dst_ip=10.0.0.66 unreachable=udp_161",
            string.Join(' ', made.Fields.Select(f => $"{f.Name}={f.Value}")));
        Assert.Equal(("flow", "icmp-unreachable", "10.0.0.66"), (made.Kind, made.Service, made.Subject));
        Assert.Equal("10.0.0.1 told 10.0.0.66: udp_161 is unreachable (icmpunreachableport)", made.Message);
    }

    public void Dispose() => _engine.Dispose();

    private EngineEvents Make() => new(new FlowKeyNames(_engine), new EventClock(TimeProvider.System));

    private static ThresholdEvent Crossed(string metric, string? key, double value, double threshold) => new()
    {
        EventId = 1,
        Timestamp = TimeMs,
        ThresholdId = "ddos",
        Metric = metric,
        Agent = "10.0.0.1",
        DataSource = "3",
        FlowKey = key,
        Value = value,
        Threshold = threshold,
    };

    private static FlowRecord Record(string name, string key) => new()
    {
        Name = name,
        FlowKeys = key,
        Agent = "10.0.0.1",
        DataSource = "3",
        Start = TimeMs - 2_000,
        End = TimeMs - 0,
        Value = 1_500_000,
    };
}
