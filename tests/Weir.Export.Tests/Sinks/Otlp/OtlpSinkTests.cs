using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Loki;
using Weir.Export.Sinks.Otlp;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Otlp;

public class OtlpSinkTests
{
    public static TheoryData<int, SendOutcome> Statuses => StatusCases.Common;

    [Theory]
    [InlineData("protobuf", "application/x-protobuf")]
    [InlineData("json", "application/json")]
    public async Task Send_Batch_IsReadBackFieldByField(string encoding, string contentType)
    {
        await using OtlpReceiver otlp = await StartAsync(new OtlpReceiver());
        await using OtlpSink sink = Create(otlp, ("encoding", encoding), ("resource/deployment.environment", "lab"));
        WeirEvent first = TestSinks.Event(
            1, "ddos-protect", "zürich 🐟", ("ipsource", "10.0.0.1"), ("ip6source", "::1"), ("n", -7L), ("rate", 1.5), ("up", true), ("none", null), ("weir.id", "own"), ("empty", ""));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, first, TestSinks.Event(2) with { Severity = EventSeverity.Info })).Outcome);
        Assert.Equal((contentType, "gzip"), (otlp.Requests[0].Header("Content-Type"), otlp.Requests[0].Header("Content-Encoding")));
        OtlpRecord record = otlp.Records[0];
        Assert.Equal((TestSinks.BaseNs + 1_000_000, 13, "WARN", "zürich 🐟"), (record.TimeNs, record.Severity, record.Level, record.Body));
        Assert.Equal(new Dictionary<string, object> { ["service.name"] = "ddos-protect", ["deployment.environment"] = "lab" }, record.Resource);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["weir.id"] = "e1",
                ["weir.kind"] = "test",
                ["weir.subject"] = "192.0.2.1",
                ["source.address"] = "10.0.0.1",
                ["ip6source"] = "::1",
                ["n"] = -7L,
                ["rate"] = 1.5,
                ["up"] = true,
                ["weir.id_2"] = "own",
                ["empty"] = "",
            },
            record.Attributes);
        Assert.Equal((9, "INFO", "weir"), (otlp.Records[1].Severity, otlp.Records[1].Level, otlp.Records[1].Resource["service.name"]));
        string golden = encoding == "json" ? otlp.Requests[0].Text : Convert.ToHexString(otlp.Requests[0].Body.Span);
        Assert.Equal(TestSinks.Golden(encoding == "json" ? "otlp.json" : "otlp-protobuf.hex", golden + "\n"), golden + "\n");
    }

    [Theory]
    [InlineData("protobuf")]
    [InlineData("json")]
    public async Task Send_PartialSuccess_GivesUpAsManyAsWereRefused(string encoding)
    {
        await using OtlpReceiver otlp = await StartAsync(new OtlpReceiver { Poison = "poison" });
        await using OtlpSink sink = Create(otlp, ("encoding", encoding));
        WeirEvent[] batch = [.. Enumerable.Range(0, 400).Select(i => TestSinks.Event(i, message: i % 2 == 0 ? "poison" : "fine"))];
        SendResult result = await SendAsync(sink, batch);
        Assert.Equal(new string('A', 200) + new string('R', 200), TestSinks.Letters(result, 400));
        Assert.Equal("200 of 400 records were refused: poison", result.Verdicts[^1].Reason);
        Assert.Equal("R", TestSinks.Letters(await SendAsync(sink, batch[0]), 1));
        Assert.Equal(200, otlp.Records.Count);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Send_Status_HasItsOutcome(int status, SendOutcome expected)
    {
        await using OtlpReceiver otlp = await StartAsync(new OtlpReceiver());
        await using OtlpSink sink = Create(otlp);
        await StatusCases.CheckAsync(otlp, status, expected, () => SendAsync(sink, TestSinks.Event(1)));
    }

    [Fact]
    public async Task Send_RequestRefused_IsDividedUntilTheOthersAreThere()
    {
        await using OtlpReceiver otlp = await StartAsync(new OtlpReceiver());
        await using OtlpSink sink = Create(otlp);
        otlp.Faults.Enqueue(Fault.Status(400));
        otlp.Faults.Enqueue(Fault.Status(400));
        Assert.Equal("RA", TestSinks.Letters(await SendAsync(sink, TestSinks.Event(1), TestSinks.Event(2)), 2));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(204, "")]
    [InlineData(200, "OK")]
    [InlineData(202, "{}")]
    public async Task Send_AnySuccessWithoutRefusals_IsAccepted(int status, string body)
    {
        await using OtlpReceiver otlp = await StartAsync(new OtlpReceiver());
        await using OtlpSink sink = Create(otlp);
        otlp.Faults.Enqueue(Fault.Status(status, body));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, TestSinks.Event(1))).Outcome);
    }

    [Fact]
    public async Task Send_LokisOtlpEndpoint_GetsPathTenantAndLabels()
    {
        await using OtlpReceiver loki = await StartAsync(new OtlpReceiver { Path = "/otlp/v1/logs" });
        await using OtlpSink sink = TestSinks.Create<OtlpSink>(
            new LokiSinkType(), ("url", loki.Url.ToString()), ("protocol", "otlp"), ("tenant", "team-a"), ("labels/site", "ams1"));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, TestSinks.Event(1, "ddos-protect"))).Outcome);
        Assert.Equal("team-a", loki.Requests[0].Header("X-Scope-OrgID"));
        Assert.Equal(("ddos-protect", "ams1"), (loki.Records[0].Resource["service.name"], loki.Records[0].Resource["site"]));
    }

    [Fact]
    public void Create_UnknownEncoding_IsAProblem() =>
        Assert.Equal(["sink.encoding: 'grpc': expected protobuf or json"], TestSinks.Problems(new OtlpSinkType(), ("url", "http://127.0.0.1"), ("encoding", "grpc")));

    private static async Task<OtlpReceiver> StartAsync(OtlpReceiver receiver)
    {
        await receiver.StartAsync();
        return receiver;
    }

    private static OtlpSink Create(OtlpReceiver otlp, params (string, string)[] settings) =>
        TestSinks.Create<OtlpSink>(new OtlpSinkType(), [("url", otlp.Url.ToString()), .. settings]);

    private static Task<SendResult> SendAsync(OtlpSink sink, params WeirEvent[] batch) => sink.SendAsync(batch, TestContext.Current.CancellationToken);
}
