using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Elastic;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Elastic;

public sealed class ElasticSinkTests : IAsyncLifetime
{
    private readonly ElasticReceiver _elastic = new() { OnlyIndex = "weir-events" };
    private ElasticSink _sink = null!;

    public static TheoryData<int, SendOutcome> Statuses => StatusCases.Common;

    public async ValueTask InitializeAsync()
    {
        await _elastic.StartAsync();
        _sink = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _elastic.DisposeAsync();
    }

    [Fact]
    public async Task Send_Batch_IsCreatedByIdInEcsNames()
    {
        WeirEvent[] batch =
        [
            TestSinks.Event(
                1, "weir", "threshold crossed", ("ipsource", "10.0.0.1"), ("ip6source", "::1"), ("ipdestination", "unknown"), ("udpsourceport", "53"), ("macsource", "0010db1122aa"),
                ("frames", 1234.6), ("agent", "10.0.0.9"), ("attack.name", "udp"), ("attack_name", "x"), ("none", null)) with { Kind = EventKinds.Threshold },
            TestSinks.Event(2, "ddos-protect", fields: ("action", "filter")),
        ];
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch)).Outcome);
        Assert.Equal(["e1", "e2"], _elastic.Ids);
        Assert.Equal(("/weir-events/_bulk", "application/x-ndjson", "gzip"), (_elastic.Requests[0].Path, _elastic.Requests[0].Header("Content-Type"), _elastic.Requests[0].Header("Content-Encoding")));
        Assert.Equal(TestSinks.Golden("elastic-bulk.ndjson", _elastic.Requests[0].Text), _elastic.Requests[0].Text);
    }

    [Fact]
    public async Task Send_AnswerLost_TheSecondDeliveryIsFoundToBeThere()
    {
        _elastic.Faults.Enqueue(Fault.ResetAfter);
        WeirEvent[] batch = [TestSinks.Event(1), TestSinks.Event(2)];
        Assert.Equal(SendOutcome.Retry, (await SendAsync(batch)).Outcome);
        Assert.Equal("AAA", TestSinks.Letters(await SendAsync([.. batch, TestSinks.Event(3)]), 3));
        Assert.Equal((2, 3), (_elastic.Duplicates, _elastic.Ids.Count));
    }

    [Fact]
    public async Task Send_ItemsOverTheQueue_AreTriedAgainAlone()
    {
        _elastic.Room = 3;
        WeirEvent[] batch = [.. Enumerable.Range(1, 5).Select(i => TestSinks.Event(i))];
        SendResult result = await SendAsync(batch);
        Assert.Equal("AAA??", TestSinks.Letters(result, 5));
        Assert.StartsWith("429 es_rejected_execution_exception: ", result.Verdicts[4].Reason, StringComparison.Ordinal);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch[3..])).Outcome);
        Assert.Equal(batch.Select(e => e.Id), _elastic.Ids);
    }

    [Fact]
    public async Task Send_MistypedField_IsGivenUpAloneWithTheReason()
    {
        await SendAsync(TestSinks.Event(1, fields: ("pps", 5)));
        SendResult result = await SendAsync(TestSinks.Event(2, fields: ("pps", 6)), TestSinks.Event(3, fields: ("pps", "many")), TestSinks.Event(4));
        Assert.Equal("ARA", TestSinks.Letters(result, 3));
        Assert.Equal("400 document_parsing_exception: failed to parse field [weir.fields.pps]", result.Verdicts[1].Reason);
    }

    [Fact]
    public async Task Send_IndexThatIsNotThere_GivesNothingUp()
    {
        await using ElasticSink sink = Create(("index", "typo"));
        SendResult result = await sink.SendAsync([TestSinks.Event(1), TestSinks.Event(2)], TestContext.Current.CancellationToken);
        Assert.Equal("MM", TestSinks.Letters(result, 2));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Send_Status_HasItsOutcome(int status, SendOutcome expected) =>
        await StatusCases.CheckAsync(_elastic, status, expected, () => SendAsync(TestSinks.Event(1)));

    [Fact]
    public async Task Send_WholeRequestRefused_IsDividedUntilTheOthersAreThere()
    {
        _elastic.Faults.Enqueue(Fault.Status(400));
        _elastic.Faults.Enqueue(Fault.Status(400));
        _elastic.Faults.Enqueue(Fault.Status(400));
        Assert.Equal("RAAA", TestSinks.Letters(await SendAsync([.. Enumerable.Range(1, 4).Select(i => TestSinks.Event(i))]), 4));
    }

    [Fact]
    public async Task Send_ApiKey_IsSentAndItsLackIsMisconfigured()
    {
        await using ElasticReceiver strict = new() { ApiKey = "a2V5OnNlY3JldA==" };
        await strict.StartAsync();
        await using ElasticSink without = TestSinks.Create<ElasticSink>(new ElasticSinkType(), ("url", strict.Url.ToString()));
        await using ElasticSink with = TestSinks.Create<ElasticSink>(new ElasticSinkType(), ("url", strict.Url.ToString()), ("api_key", "a2V5OnNlY3JldA=="));
        Assert.Equal(SendOutcome.Misconfigured, (await without.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await with.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
    }

    [Theory]
    [InlineData("""{"errors":false}""", 3, "AAA")]
    [InlineData("""{"took":3,"errors":false,"items":[{"create":{"status":201}}]}""", 1, "A")]
    [InlineData("""{"errors":true,"items":[{"create":{"status":201}},{"create":{"status":409,"error":{"type":"t","reason":"r"}}},{"create":{"status":503}}]}""", 3, "AA?")]
    [InlineData("""{"errors":true,"items":[{"create":{"status":201}},{"create":{"status":400,"error":{"type":"t","reas""", 3, "A??")]
    [InlineData("""{"errors":true,"items":[{"create":{"_index":"x","_id":"e1","status":400,"error":{"type":"t","reason":"r","caused_by":{"type":"u","reason":"s"}}}}]}""", 1, "R")]
    [InlineData("""{"errors":true,"items":[{"create":{"status":403}},{"create":{"status":404}}]}""", 2, "MM")]
    [InlineData("<html>busy</html>", 2, "??")]
    [InlineData("", 2, "??")]
    [InlineData("{}", 2, "??")]
    public void Judge_Answers_GiveEachItemItsVerdict(string body, int count, string expected) =>
        Assert.Equal(expected, TestSinks.Letters(ElasticReply.Judge(body, count), count));

    [Fact]
    public void Judge_AnswerCutAnywhere_NeverAcceptsWhatItDoesNotSay()
    {
        const string Whole = """{"errors":true,"items":[{"create":{"status":201}},{"create":{"status":400,"error":{"type":"t","reason":"r"}}},{"create":{"status":201}}]}""";
        for (int length = 0; length < Whole.Length - 4; length++)
        {
            string letters = TestSinks.Letters(ElasticReply.Judge(Whole[..length], 3), 3);
            Assert.True(letters is "???" or "A??" or "AR?", $"{length}: {letters}");
        }

        Assert.Equal("ARA", TestSinks.Letters(ElasticReply.Judge(Whole, 3), 3));
    }

    [Theory]
    [InlineData("index", "Weir", "sink.index")]
    [InlineData("index", "_all", "sink.index")]
    [InlineData("api_key", "a b", "sink.api_key")]
    public void Create_BadSetting_IsAProblem(string name, string value, string path) =>
        Assert.StartsWith(path + ": ", Assert.Single(TestSinks.Problems(new ElasticSinkType(), ("url", "http://127.0.0.1"), (name, value))), StringComparison.Ordinal);

    private ElasticSink Create(params (string, string)[] settings) => TestSinks.Create<ElasticSink>(new ElasticSinkType(), [("url", _elastic.Url.ToString()), .. settings]);

    private Task<SendResult> SendAsync(params WeirEvent[] batch) => _sink.SendAsync(batch, TestContext.Current.CancellationToken);
}
