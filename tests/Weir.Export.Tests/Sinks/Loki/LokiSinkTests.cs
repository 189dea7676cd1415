using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Sinks.Loki;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Loki;

public sealed class LokiSinkTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly LokiReceiver _loki;
    private LokiSink _sink = null!;

    public LokiSinkTests()
    {
        _time.StepWall(DateTimeOffset.UnixEpoch.AddTicks(TestSinks.BaseNs / 100) - _time.GetUtcNow());
        _loki = new LokiReceiver { Time = _time };
    }

    public async ValueTask InitializeAsync()
    {
        await _loki.StartAsync();
        _sink = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _loki.DisposeAsync();
    }

    [Fact]
    public async Task Send_Batch_IsKeptPackedAndFoundByLabelAndMetadata()
    {
        WeirEvent[] batch = [.. Enumerable.Range(0, 100).Select(i => TestSinks.SeedA(i % 2 == 0 ? "filter" : "release", "udp_flood", $"192.0.2.{i}", "local", "53", 1_768_300_000_000 + i))];
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch)).Outcome);
        ReceivedRequest request = Assert.Single(_loki.Requests);
        Assert.Equal(("gzip", "application/json", "/loki/api/v1/push"), (request.Header("Content-Encoding"), request.Header("Content-Type"), request.Path));
        Assert.True(request.WireBytes < request.Body.Length / 4);
        string found = await GetAsync("{service_name=\"ddos-protect\"} | attack=\"udp_flood\" | detected_level=~\"(?i)warn\" | ip=\"192.0.2.42\"");
        Assert.Contains("\"filter udp_flood 192.0.2.42 local 53\"", found, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.44", found, StringComparison.Ordinal);
        Assert.Equal(0, _loki.Unsorted);
    }

    [Fact]
    public async Task Send_SameBatchTwice_IsStoredOnce()
    {
        WeirEvent[] batch = [TestSinks.Event(1), TestSinks.Event(2)];
        await SendAsync(batch);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch)).Outcome);
        Assert.Equal((2, 2), (_loki.Entries.Count, _loki.Duplicates));
        Assert.Equal(_loki.Requests[0].Text, _loki.Requests[1].Text);
    }

    [Theory]
    [InlineData(200, SendOutcome.Accepted)]
    [InlineData(204, SendOutcome.Accepted)]
    [InlineData(202, SendOutcome.Accepted)]
    [InlineData(260, SendOutcome.Misconfigured)]
    [InlineData(400, SendOutcome.Rejected)]
    [InlineData(401, SendOutcome.Misconfigured)]
    [InlineData(403, SendOutcome.Misconfigured)]
    [InlineData(404, SendOutcome.Misconfigured)]
    [InlineData(408, SendOutcome.Retry)]
    [InlineData(413, SendOutcome.TooLarge)]
    [InlineData(429, SendOutcome.Retry)]
    [InlineData(500, SendOutcome.Retry)]
    [InlineData(502, SendOutcome.Retry)]
    [InlineData(503, SendOutcome.Retry)]
    [InlineData(504, SendOutcome.Retry)]
    public async Task Send_Status_HasItsOutcome(int status, SendOutcome expected)
    {
        _loki.Faults.Enqueue(Fault.Status(status, "said so"));
        SendResult result = await SendAsync(TestSinks.Event(1));
        Assert.Equal(expected, result.Outcome);
        Assert.Equal(expected == SendOutcome.Accepted ? null : $"HTTP {status}: said so", result.Reason);
    }

    [Theory]
    [InlineData(260)]
    [InlineData(200)]
    public async Task Send_IngestionBlocked_IsNotTakenForSuccess(int status)
    {
        _loki.BlockedStatus = status;
        SendResult result = await SendAsync(TestSinks.Event(1));
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("ingestion blocked", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TooManyRequests_SaysHowLongToWait()
    {
        _loki.Faults.Enqueue(Fault.TooMany(17));
        SendResult result = await SendAsync(TestSinks.Event(1), TestSinks.Event(2));
        Assert.Equal((SendOutcome.Retry, TimeSpan.FromSeconds(17)), (result.Outcome, result.RetryAfter));
        Assert.Empty(_loki.Entries);
    }

    [Fact]
    public async Task Send_ReceiverGone_IsRetry()
    {
        await _loki.StopAsync();
        Assert.Equal(SendOutcome.Retry, (await SendAsync(TestSinks.Event(1))).Outcome);
    }

    [Fact]
    public async Task Send_AnswerLostAfterKeeping_IsRetryAndNoDuplicate()
    {
        _loki.Faults.Enqueue(Fault.ResetAfter);
        WeirEvent[] batch = [TestSinks.Event(1), TestSinks.Event(2)];
        Assert.Equal(SendOutcome.Retry, (await SendAsync(batch)).Outcome);
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch)).Outcome);
        Assert.Equal(["event 1", "event 2"], _loki.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task Send_SomeTooOld_OnlyThoseAreGivenUpInThreeRequests()
    {
        WeirEvent[] batch = [.. Enumerable.Range(1, 50).Select(i => i <= 20 ? Aged(i, TimeSpan.FromDays(8)) : TestSinks.Event(i))];
        SendResult result = await SendAsync(batch);
        Assert.Equal(new string('R', 20) + new string('A', 30), TestSinks.Letters(result, 50));
        Assert.Contains("timestamp too old", result.Verdicts[0].Reason, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(21, 30).Select(i => $"event {i}"), _loki.Entries.Select(e => e.Line));
        Assert.InRange(_loki.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task Send_SomeTooFarBehind_OnlyThoseAreGivenUp()
    {
        await SendAsync(TestSinks.Event(0));
        SendResult result = await SendAsync(TestSinks.Event(1), Aged(2, TimeSpan.FromMinutes(90)), Aged(3, TimeSpan.FromMinutes(30)), TestSinks.Event(4));
        Assert.Equal("ARAA", TestSinks.Letters(result, 4));
        Assert.Contains("too far behind", result.Verdicts[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["event 0", "event 3", "event 1", "event 4"], _loki.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task Send_BadOnesAmongSeveralStreams_CostTheOthersNothing()
    {
        WeirEvent[] batch =
        [
            TestSinks.Event(1, "a"), Aged(2, TimeSpan.FromDays(8)), TestSinks.Event(3, "b"), Future(4), TestSinks.Event(5, "a"), TestSinks.Event(6), Future(7), TestSinks.Event(8),
        ];
        SendResult result = await SendAsync(batch);
        Assert.Equal("ARA?AA?A", TestSinks.Letters(result, 8));
        Assert.Contains("too new", result.Verdicts[3].Reason, StringComparison.Ordinal);
        Assert.Equal(["event 1", "event 3", "event 5", "event 6", "event 8"], _loki.Entries.Select(e => e.Line).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Send_AheadOfLokisClock_IsHeldUntilItsTimeHasCome()
    {
        WeirEvent[] batch = [.. Enumerable.Range(1, 50).Select(i => i <= 20 ? TestSinks.Event(i) : Aged(i, TimeSpan.FromMinutes(-20)))];
        SendResult result = await SendAsync(batch);
        Assert.Equal(new string('A', 20) + new string('?', 30), TestSinks.Letters(result, 50));
        Assert.Contains("too new", result.Verdicts[20].Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), result.RetryAfter);
        Assert.InRange(_loki.Requests.Count, 1, 2);
        Assert.Equal("?", TestSinks.Letters(await SendAsync(batch[49]), 1));
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(SendOutcome.Accepted, (await SendAsync(batch[20..])).Outcome);
        Assert.Equal(batch.Select(e => e.Message), _loki.Entries.Select(e => e.Line));
    }

    [Fact]
    public async Task Send_AheadOfAnyWait_IsGivenUpAtOnce()
    {
        SendResult result = await SendAsync(TestSinks.Event(1), Aged(2, TimeSpan.FromHours(-3)));
        Assert.Equal("AR", TestSinks.Letters(result, 2));
        Assert.Contains("too new", result.Verdicts[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_LokisClockStaysBehind_IsGivenUpAfterAnHourAndTheNextHasItsOwn()
    {
        ManualTime behind = new();
        behind.StepWall(_time.GetUtcNow().AddDays(-1) - behind.GetUtcNow());
        await using LokiReceiver loki = new() { Time = behind };
        await loki.StartAsync();
        await using LokiSink sink = TestSinks.Create<LokiSink>(new LokiSinkType(), _time, ("url", loki.Url.ToString()));
        Assert.Equal("?", await OutcomeAsync(1));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("?", await OutcomeAsync(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("R", await OutcomeAsync(1));
        behind.Advance(TimeSpan.FromDays(1));
        Assert.Equal("A", await OutcomeAsync(2));
        behind.StepWall(TimeSpan.FromDays(-1));
        Assert.Equal("?", await OutcomeAsync(3));

        async Task<string> OutcomeAsync(int number) => TestSinks.Letters(await sink.SendAsync([TestSinks.Event(number)], TestContext.Current.CancellationToken), 1);
    }

    [Fact]
    public async Task Send_EveryOneRefused_EndsWithinItsBoundAndDecidesFromTheFirst()
    {
        _loki.Standing = Fault.Status(400, "a proxy's own idea");
        SendResult result = await SendAsync([.. Enumerable.Range(1, 500).Select(i => TestSinks.Event(i))]);
        string letters = TestSinks.Letters(result, 500);
        Assert.Equal(1 + RefusedBatch.MaxRequests, _loki.Requests.Count);
        Assert.InRange(letters.IndexOf('?', StringComparison.Ordinal), 20, 64);
        Assert.Equal(letters.LastIndexOf('R') + 1, letters.IndexOf('?', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_ReceiverFailsDuringTheSearch_WhatIsDecidedStays()
    {
        _loki.Faults.Enqueue(Fault.Status(400, "some are bad"));
        _loki.Faults.Enqueue(Fault.Status(204));
        _loki.Faults.Enqueue(Fault.TooMany(9));
        SendResult result = await SendAsync(TestSinks.Event(1), TestSinks.Event(2), TestSinks.Event(3), TestSinks.Event(4));
        Assert.Equal("AA??", TestSinks.Letters(result, 4));
        Assert.Equal(TimeSpan.FromSeconds(9), result.RetryAfter);
    }

    [Fact]
    public async Task Send_LongLineWithReject_IsGivenUpAloneAndOthersGo()
    {
        await using LokiSink sink = Create(("max_line", "100"), ("long_lines", "reject"));
        SendResult result = await sink.SendAsync([TestSinks.Event(1), TestSinks.Event(2, message: new string('x', 101)), TestSinks.Event(3)], TestContext.Current.CancellationToken);
        Assert.Equal("ARA", TestSinks.Letters(result, 3));
        Assert.Equal("the line has more than 100 bytes", result.Verdicts[1].Reason);
        Assert.Equal(2, _loki.Entries.Count);
    }

    [Fact]
    public async Task Send_LineAtLokisLimitAndOver_IsTaken()
    {
        SendResult result = await SendAsync(TestSinks.Event(1, message: new string('x', 262_144)), TestSinks.Event(2, message: new string('x', 262_145)));
        Assert.Equal(SendOutcome.Accepted, result.Outcome);
        Assert.EndsWith("x" + LokiBody.CutMark, _loki.Entries[1].Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TenantsDemanded_NeedsATenant()
    {
        await using LokiReceiver strict = new() { Time = _time, AuthEnabled = true };
        await strict.StartAsync();
        await using LokiSink without = TestSinks.Create<LokiSink>(new LokiSinkType(), ("url", strict.Url.ToString()));
        await using LokiSink with = TestSinks.Create<LokiSink>(new LokiSinkType(), ("url", strict.Url.ToString()), ("tenant", "team-a"));
        SendResult refused = await without.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken);
        Assert.Equal((SendOutcome.Misconfigured, "HTTP 401: no org id"), (refused.Outcome, refused.Reason));
        Assert.Equal(SendOutcome.Accepted, (await with.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal("team-a", strict.Entries[0].Tenant);
    }

    [Fact]
    public async Task Send_OwnAuthorityAndClientCertificate_Works()
    {
        using TestCertificates certificates = TestCertificates.Create();
        string folder = Directory.CreateTempSubdirectory().FullName;
        certificates.WriteTo(folder);
        await using LokiReceiver secure = new(certificates) { Time = _time, DemandClientCertificate = true };
        await secure.StartAsync();
        await using LokiSink sink = TestSinks.Create<LokiSink>(
            new LokiSinkType(),
            ("url", secure.Url.ToString()),
            ("tls/ca", Path.Combine(folder, "ca.pem")),
            ("tls/cert", Path.Combine(folder, "client.pem")),
            ("tls/key", Path.Combine(folder, "client.key")));
        Assert.Equal(SendOutcome.Accepted, (await sink.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("", "/loki/api/v1/push")]
    [InlineData("loki/api/v1/push", "/loki/api/v1/push")]
    [InlineData("gateway/", "/gateway/loki/api/v1/push")]
    public async Task Send_UrlInAnyForm_GoesToThePushPath(string path, string expected)
    {
        await using LokiSink sink = TestSinks.Create<LokiSink>(new LokiSinkType(), ("url", _loki.Url + path));
        await sink.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken);
        Assert.Equal(expected, _loki.Requests[0].Path);
    }

    [Fact]
    public async Task Send_HostPortAndPush_AreUnderstood()
    {
        await using LokiSink sink = TestSinks.Create<LokiSink>(
            new LokiSinkType(), ("host", "127.0.0.1"), ("port", $"{_loki.Url.Port}"), ("push", "/alloy/push"));
        Assert.Equal(SendOutcome.Misconfigured, (await sink.SendAsync([TestSinks.Event(1)], TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal("/alloy/push", _loki.Requests[0].Path);
    }

    [Theory]
    [InlineData("tenant", "a|b", "sink.tenant")]
    [InlineData("labels/a-b", "x", "sink.labels.a-b")]
    [InlineData("labels/__meta", "x", "sink.labels.__meta")]
    [InlineData("labels/site", "", "sink.labels.site")]
    [InlineData("metadata/id", "event id", "sink.metadata.id")]
    [InlineData("long_lines", "fold", "sink.long_lines")]
    [InlineData("push", "push", "sink.push")]
    [InlineData("colour", "red", "sink.colour")]
    public void Create_BadSetting_IsAProblem(string name, string value, string path) =>
        Assert.StartsWith(path + ": ", Assert.Single(TestSinks.Problems(new LokiSinkType(), ("url", "http://127.0.0.1"), (name, value))), StringComparison.Ordinal);

    private static WeirEvent Aged(int number, TimeSpan age) => TestSinks.Event(number) with { TimeNs = TestSinks.BaseNs - (age.Ticks * 100) + number };

    private static WeirEvent Future(int number) => Aged(number, TimeSpan.FromHours(-1));

    private LokiSink Create(params (string, string)[] settings) => TestSinks.Create<LokiSink>(new LokiSinkType(), _time, [("url", _loki.Url.ToString()), .. settings]);

    private Task<SendResult> SendAsync(params WeirEvent[] batch) => _sink.SendAsync(batch, TestContext.Current.CancellationToken);

    private async Task<string> GetAsync(string query)
    {
        using HttpClient client = new();
        return await client.GetStringAsync(new Uri(_loki.Url, "loki/api/v1/query_range?query=" + Uri.EscapeDataString(query)), TestContext.Current.CancellationToken);
    }
}
