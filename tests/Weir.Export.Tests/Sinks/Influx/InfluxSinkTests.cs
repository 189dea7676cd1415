using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Influx;
using Weir.Testing.Receivers;
using Weir.Testing.Servers;

namespace Weir.Export.Tests.Sinks.Influx;

public class InfluxSinkTests
{
    private const string EventPoint = "weir_events,kind=incident,service=ddos-protect,severity=warning@1767225600000000001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ms", 1_767_225_600_123_000_000)]
    [InlineData("s", 1_767_225_600_000_000_000)]
    [InlineData("us", 1_767_225_600_123_000_000)]
    [InlineData("ns", 1_767_225_600_123_000_000)]
    public async Task Send_PointsToVersion1_ArriveInTheirPrecision(string precision, long expectedNs)
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"), ("precision", precision), ("tags.site", "ams 1"));
        SendResult result = await sink.SendAsync([Points.Of("ifinoctets", 1.5, Points.Time + 123, ("agent", "10.0.0.1"), ("z", "a=b,c"))], Cancel);
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        (string key, IReadOnlyList<KeyValuePair<string, object>> fields) = Assert.Single(receiver.Points);
        Assert.Equal(FormattableString.Invariant($"ifinoctets,agent=10.0.0.1,site=ams 1,z=a=b,c@{expectedNs}"), key);
        Assert.Equal([KeyValuePair.Create("value", (object)1.5)], fields);
        Assert.Equal("gzip", receiver.Requests[0].Header("Content-Encoding"));
    }

    [Fact]
    public async Task Send_PointsWithOneMeasurement_ShareLines()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("bucket", "weir bucket"), ("org", "noc"), ("token", "t0ken"), ("measurement", "sflow"));
        await sink.SendAsync([Points.Of("in", 1, ("agent", "a")), Points.Of("out", 2, ("agent", "a")), Points.Of("in", 3, ("agent", "b"))], Cancel);
        Assert.Equal(["sflow,agent=a@1767225600000000000 in=1 out=2", "sflow,agent=b@1767225600000000000 in=3"], Dump(receiver));
    }

    [Fact]
    public async Task Send_Event_IsALineInNanosecondsWithItsFields()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(
            [
                EventPoint + " id=e1 message=drop udp_amplification 192.0.2.7 local 53 subject=192.0.2.7 action=drop attack=udp_amplification"
                + " ip=192.0.2.7 pps=12345 share=0.25 automatic=True",
            ],
            Dump(receiver));
        Assert.Equal(await File.ReadAllTextAsync(Weir.Testing.TestData.Find("sinks/influx-event.txt"), Cancel), receiver.Requests[0].Text);
    }

    [Fact]
    public async Task Send_EventTwice_IsOnePoint()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"));
        receiver.Faults.Enqueue(Fault.ResetAfter);
        Assert.Equal(SendOutcome.Retry, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([Events.Attack("e1")], Cancel)).Outcome);
        Assert.Single(receiver.Points);
    }

    [Fact]
    public async Task Send_EventsOfWhichOneIsRefused_AsksForHalvesAndRejectsOnlyThatOne()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"), ("event_tags", "kind"));
        WeirEvent number = Events.Plain("a") with { Fields = [new("x", FieldValue.Of(1L))] };
        WeirEvent text = Events.Plain("b") with { TimeNs = Events.Time + 1, Fields = [new("x", FieldValue.Of("one"))] };
        Assert.Equal(SendOutcome.TooLarge, (await sink.SendAsync([number, text], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([number], Cancel)).Outcome);
        SendResult refused = await sink.SendAsync([text], Cancel);
        Assert.Equal(SendOutcome.Rejected, refused.Outcome);
        Assert.Contains("field type conflict", refused.Reason, StringComparison.Ordinal);
        Assert.Single(receiver.Points);
    }

    [Fact]
    public async Task Send_PointsOfWhichSomeAreDropped_CountsThem()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"));
        receiver.Faults.Enqueue(Fault.Status(400, """{"error":"partial write: points beyond retention policy dropped=2"}"""));
        SendResult result = await sink.SendAsync([Points.Of("a", 1), Points.Of("b", 1), Points.Of("c", 1)], Cancel);
        Assert.Equal(SendOutcome.Mixed, result.Outcome);
        Assert.Equal(2, result.Verdicts.Count(v => v.Outcome == SendOutcome.Rejected));
    }

    [Theory]
    [MemberData(nameof(StatusCases.Common), MemberType = typeof(StatusCases))]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(422, SendOutcome.Rejected)]
    public async Task Send_Status_MeansWhatInfluxMeans(int status, SendOutcome outcome)
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("database", "weir"));
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Points.Of("a", 1)], Cancel));
        await StatusCases.CheckAsync(receiver, status, outcome, () => sink.SendAsync([Events.Plain("a")], Cancel));
    }

    [Fact]
    public async Task Send_WrongToken_IsMisconfigured()
    {
        await using InfluxReceiver receiver = await StartAsync();
        await using InfluxSink sink = Create(receiver, ("bucket", "weir bucket"), ("org", "noc"), ("token", "other"));
        Assert.Equal(SendOutcome.Misconfigured, (await sink.SendAsync([Points.Of("a", 1)], Cancel)).Outcome);
    }

    [Fact]
    public void Create_WrongSettings_NamesEach() => Assert.Equal(
        [
            "sinks.test.precision: 'h': expected ns, us, ms or s",
            "sinks.test.url: is missing",
            "sinks.test: expected either bucket (InfluxDB 2) or database (InfluxDB 1)",
            "sinks.test.org: belongs to bucket",
        ],
        MadeSink.Problems(new InfluxSinkType(), ("precision", "h"), ("org", "x")));

    [Fact]
    public async Task Send_ToInfluxDb_IsReadBackExactly()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("influxd"), "influxd (Debian package influxdb) is not installed");
        await using InfluxServer server = await InfluxServer.StartAsync(Cancel);
        await using InfluxSink sink = MadeSink.Create<InfluxSink>(new InfluxSinkType(), ("url", server.Url.ToString()), ("database", "weir"));
        MetricPoint point = Points.Of("if in,octets", -3.25e-7, Points.Time + 5, ("agent", "10.0.0.1"), ("na me", "a=b, \"c\" ö\\"));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([point], Cancel)).Outcome);
        Assert.Equal(
            """[{"name":"if in,octets","columns":["time","agent","na me","value"],"values":[[1767225600005000000,"10.0.0.1","a=b, \"c\" ö\\ ",-3.25e-7]]}]""",
            await server.QueryAsync("SELECT * FROM \"if in,octets\"", Cancel));
        WeirEvent odd = Events.Attack("e1") with { Message = "say \"hi\"\n\\ 😀, a=b" };
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([odd], Cancel)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([odd], Cancel)).Outcome);
        Assert.Equal(
            """[{"name":"weir_events","columns":["time","message","pps","automatic","kind","severity"],"values":[[1767225600000000001,"say \"hi\"\n\\ 😀, a=b",12345,true,"incident","warning"]]}]""",
            await server.QueryAsync("SELECT message, pps, automatic, kind, severity FROM weir_events", Cancel));
        WeirEvent conflict = odd with { TimeNs = odd.TimeNs + 1, Fields = [new("pps", FieldValue.Of("many"))] };
        SendResult refused = await sink.SendAsync([conflict], Cancel);
        Assert.Equal(SendOutcome.Rejected, refused.Outcome);
        Assert.Contains("field type conflict", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToInfluxDbWithoutTheDatabase_IsMisconfigured()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("influxd"), "influxd (Debian package influxdb) is not installed");
        await using InfluxServer server = await InfluxServer.StartAsync(Cancel);
        await using InfluxSink sink = MadeSink.Create<InfluxSink>(new InfluxSinkType(), ("url", server.Url.ToString()), ("database", "nowhere"));
        SendResult result = await sink.SendAsync([Points.Of("a", 1)], Cancel);
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("database not found", result.Reason, StringComparison.Ordinal);
    }

    private static async Task<InfluxReceiver> StartAsync()
    {
        InfluxReceiver receiver = new();
        await receiver.StartAsync();
        return receiver;
    }

    private static InfluxSink Create(InfluxReceiver receiver, params (string, string)[] settings) =>
        MadeSink.Create<InfluxSink>(new InfluxSinkType(), [("url", receiver.Url.ToString()), .. settings]);

    private static string[] Dump(InfluxReceiver receiver) => [.. receiver.Points.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p =>
        FormattableString.Invariant($"{p.Key} {string.Join(' ', p.Value.Select(f => FormattableString.Invariant($"{f.Key}={f.Value}")))}"))];
}
