using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Splunk;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Splunk;

public class SplunkSinkTests
{
    private const string Token = "11111111-2222-3333-4444-555555555555";

    public static TheoryData<int, SendOutcome> Statuses => StatusCases.Common;

    [Fact]
    public async Task Send_Batch_IsConcatenatedObjectsWithTokenAndGzip()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Indexes = ["network"] });
        await using SplunkSink sink = Create(splunk, ("index", "network"));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, TestSinks.Event(1, fields: ("n", 7)), TestSinks.Event(2, "ddos-protect"))).Outcome);
        ReceivedRequest request = Assert.Single(splunk.Requests);
        Assert.Equal(("/services/collector/event", "gzip"), (request.Path, request.Header("Content-Encoding")));
        Assert.Equal(2, splunk.Events.Count);
        Assert.Equal(TestSinks.Golden("splunk-events.json", request.Text + "\n"), request.Text + "\n");
    }

    [Fact]
    public async Task Send_Points_AreMetricsWithDimensions()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token));
        await using SplunkSink sink = Create(splunk, ("metric_index", "metrics"));
        SendResult result = await sink.SendAsync([Points.Of("ifinoctets", 12.5, ("agent", "10.0.0.1")), Points.Of("odd:name-x", 1)], TestContext.Current.CancellationToken);
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        Assert.Equal(TestSinks.Golden("splunk-metrics.json", splunk.Requests[0].Text + "\n"), splunk.Requests[0].Text + "\n");
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Send_Status_HasItsOutcome(int status, SendOutcome expected)
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token));
        await using SplunkSink sink = Create(splunk);
        await StatusCases.CheckAsync(splunk, status, expected, () => SendAsync(sink, TestSinks.Event(1)));
    }

    [Theory]
    [InlineData(403, 1, "Token disabled", SendOutcome.Misconfigured)]
    [InlineData(401, 2, "Token is required", SendOutcome.Misconfigured)]
    [InlineData(401, 3, "Invalid authorization", SendOutcome.Misconfigured)]
    [InlineData(403, 4, "Invalid token", SendOutcome.Misconfigured)]
    [InlineData(400, 5, "No data", SendOutcome.Rejected)]
    [InlineData(400, 6, "Invalid data format", SendOutcome.Rejected)]
    [InlineData(400, 7, "Incorrect index", SendOutcome.Misconfigured)]
    [InlineData(500, 8, "Internal server error", SendOutcome.Retry)]
    [InlineData(503, 9, "Server is busy", SendOutcome.Retry)]
    [InlineData(400, 10, "Data channel is missing", SendOutcome.Misconfigured)]
    [InlineData(400, 11, "Invalid data channel", SendOutcome.Misconfigured)]
    [InlineData(400, 12, "Event field is required", SendOutcome.Rejected)]
    [InlineData(400, 13, "Event field cannot be blank", SendOutcome.Rejected)]
    [InlineData(400, 14, "ACK is disabled", SendOutcome.Misconfigured)]
    [InlineData(200, 0, "Success", SendOutcome.Accepted)]
    public async Task Send_Code_HasItsOutcome(int status, int code, string text, SendOutcome expected)
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token));
        await using SplunkSink sink = Create(splunk);
        splunk.Faults.Enqueue(Fault.Status(status, $$"""{"text":"{{text}}","code":{{code}}}"""));
        Assert.Equal(expected, (await SendAsync(sink, TestSinks.Event(1))).Outcome);
    }

    [Fact]
    public async Task Send_WrongIndex_GivesNothingUp()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Indexes = ["network"] });
        await using SplunkSink sink = Create(splunk, ("index", "typo"));
        Assert.Equal("MMM", TestSinks.Letters(await SendAsync(sink, TestSinks.Event(1), TestSinks.Event(2), TestSinks.Event(3)), 3));
    }

    [Fact]
    public async Task Send_InvalidEventsAmongOthers_AreGivenUpAloneAndNothingIsThereTwice()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Poison = "poison" });
        await using SplunkSink sink = Create(splunk);
        WeirEvent[] batch = [.. Enumerable.Range(0, 10).Select(i => TestSinks.Event(i, message: i is 3 or 4 or 9 ? "poison" : "fine"))];
        SendResult result = await SendAsync(sink, batch);
        Assert.Equal("AAARRAAAAR", TestSinks.Letters(result, 10));
        Assert.Contains("Invalid data format", result.Verdicts[3].Reason, StringComparison.Ordinal);
        Assert.Equal(["e0", "e1", "e2", "e5", "e6", "e7", "e8"], Ids(splunk));
    }

    [Fact]
    public async Task Send_BusyInTheMiddle_GoesOnWhereItStopped()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { BusyAfter = 4 });
        await using SplunkSink sink = Create(splunk);
        WeirEvent[] batch = [.. Enumerable.Range(0, 8).Select(i => TestSinks.Event(i))];
        SendResult result = await SendAsync(sink, batch);
        Assert.Equal("AAA?????", TestSinks.Letters(result, 8));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, batch[3..])).Outcome);
        Assert.Equal(batch.Select(e => e.Id), Ids(splunk).Distinct());
    }

    [Fact]
    public async Task Send_WithAck_WaitsForTheIndexer()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Acknowledges = true, AckAfter = 3 });
        await using SplunkSink sink = Create(splunk, ("ack", "yes"), ("ack_interval", "1ms"));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, TestSinks.Event(1))).Outcome);
        Assert.Equal(3, splunk.Requests.Count(r => r.Path == "/services/collector/ack"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("services/collector")]
    [InlineData("services/collector/")]
    [InlineData("services/collector/event")]
    [InlineData("services/collector/event/")]
    [InlineData("services/collector/event/1.0")]
    public async Task Send_AnyFormOfTheCollectorsAddress_IsUnderstood(string path)
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Acknowledges = true, AckAfter = 1 });
        await using SplunkSink sink = TestSinks.Create<SplunkSink>(new SplunkSinkType(), ("url", splunk.Url + path), ("token", Token), ("ack", "yes"), ("ack_interval", "1ms"));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(sink, TestSinks.Event(1))).Outcome);
        Assert.Equal(["/services/collector/event", "/services/collector/ack"], splunk.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Send_AckThatNeverComes_IsRetry()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Acknowledges = true, AckAfter = int.MaxValue });
        await using SplunkSink sink = Create(splunk, ("ack", "yes"), ("ack_interval", "1ms"), ("ack_timeout", "20ms"));
        SendResult result = await SendAsync(sink, TestSinks.Event(1));
        Assert.Equal((SendOutcome.Retry, "the indexer did not acknowledge within 0.02 s"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Send_ChannelDemandedWithoutAck_IsMisconfigured()
    {
        await using SplunkReceiver splunk = await StartAsync(new SplunkReceiver(Token) { Acknowledges = true });
        await using SplunkSink sink = Create(splunk);
        Assert.Equal(SendOutcome.Misconfigured, (await SendAsync(sink, TestSinks.Event(1))).Outcome);
    }

    [Fact]
    public void Create_WithoutTokenOrUrl_NamesBoth() =>
        Assert.Equal(["sink.url: is missing", "sink.token: is missing"], TestSinks.Problems(new SplunkSinkType()));

    private static IEnumerable<string> Ids(SplunkReceiver splunk) => splunk.Events.Select(e => e.GetProperty("fields").GetProperty("event_id").GetString()!);

    private static async Task<SplunkReceiver> StartAsync(SplunkReceiver receiver)
    {
        await receiver.StartAsync();
        return receiver;
    }

    private static SplunkSink Create(SplunkReceiver splunk, params (string, string)[] settings) =>
        TestSinks.Create<SplunkSink>(new SplunkSinkType(), [("url", splunk.Url.ToString()), ("token", Token), .. settings]);

    private static Task<SendResult> SendAsync(SplunkSink sink, params WeirEvent[] batch) => sink.SendAsync(batch, TestContext.Current.CancellationToken);
}
