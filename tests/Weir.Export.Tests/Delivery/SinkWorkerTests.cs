using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Delivery;

public class SinkWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliver_BacklogOverLimits_GoesInOrderInBatchesAndIsCommitted()
    {
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Events(1, 10));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 10);
        Assert.Equal(["1 2 3 4", "5 6 7 8", "9 10"], bench.Sink.Requests);
        Assert.Equal((10, 3, 0, SinkState.Idle), (bench.Health.Sent, bench.Health.Requests, bench.Health.Waiting, bench.Health.State));
        Assert.Equal(0, bench.Health.LatencyP99Ms);
    }

    [Fact]
    public async Task Deliver_NewSink_BeginsWithTheNextEvent()
    {
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Events(1, 3));
        await bench.ApplyAsync();
        bench.Spool.Add(DeliveryBench.Event("4"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 4);
        Assert.Equal(["4"], bench.Sink.Taken);
    }

    [Fact]
    public async Task Deliver_BatchBytes_CutBatches()
    {
        int bytes = EventJson.ToBytes(DeliveryBench.Event("1")).Length;
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Events(1, 5));
        await bench.ApplyAsync(("start", "oldest"), ("batch.bytes", $"{bytes * 2}"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 5);
        Assert.Equal(["1 2", "3 4", "5"], bench.Sink.Requests);
    }

    [Fact]
    public async Task Deliver_Linger_WaitsForCompanyUntilTheBatchIsFullOrOld()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync(("batch.age", "10s"));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers == 1);
        bench.Spool.Add(DeliveryBench.Event("2"));
        Assert.Empty(bench.Sink.Requests);
        bench.Spool.Add(DeliveryBench.Events(3, 5));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count == 1);
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers == 1);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 5);
        Assert.Equal(["1 2 3 4", "5"], bench.Sink.Requests);
    }

    [Fact]
    public async Task Deliver_Pace_KeepsTimeBetweenRequests()
    {
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Events(1, 8));
        await bench.ApplyAsync(("start", "oldest"), ("batch.pace", "1s"));

        // The timer of the request itself is gone once its events are done with: the one that waits then is the pace's.
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 4 && bench.Time.WaitingTimers == 1);
        Assert.Equal(["1 2 3 4"], bench.Sink.Requests);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 8);
        Assert.Equal(2, bench.Sink.Requests.Count);
    }

    [Fact]
    public async Task Retry_SameBatchAgain_UntilTakenWithGrowingPauses()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.Retry("busy"));
        bench.Sink.Answers.Enqueue(SendResult.Retry("busy"));
        bench.Spool.Add(DeliveryBench.Events(1, 2));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        SinkHealth failing = bench.Health;
        Assert.Equal((SinkState.Retrying, 1, "busy", 2L, 2L), (failing.State, failing.ConsecutiveFailures, failing.LastError, failing.Retried, failing.Waiting));
        Assert.Equal(0, bench.Spool.Committed("s"));
        bench.Spool.Add(DeliveryBench.Events(3, 3));
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 3);
        Assert.Equal(["1 2", "1 2", "1 2", "3"], bench.Sink.Requests);
        Assert.Equal((0, SinkState.Idle), (bench.Health.ConsecutiveFailures, bench.Health.State));
    }

    [Fact]
    public async Task Retry_OutageOfAnHour_TriesSparinglyAndLosesNothing()
    {
        await using DeliveryBench bench = new();
        DateTimeOffset end = bench.Time.GetUtcNow() + TimeSpan.FromHours(1);
        bench.Sink.Judge = _ => bench.Time.GetUtcNow() < end ? SendResult.Retry("connection refused") : SendResult.Accepted;
        bench.Spool.Add(DeliveryBench.Events(1, 100));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count > 0);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 100);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), bench.Sink.Taken);
        int failed = bench.Sink.Requests.Count - 25;
        Assert.InRange(failed, 3_600 / 34, 3_600 / 30 + 5);
        TimeSpan late = bench.Time.GetUtcNow() - end;
        Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromSeconds(33));
        Assert.Equal([SinkNoticeKind.Failing, SinkNoticeKind.Recovered], bench.Notices.Select(n => n.Kind));
    }

    [Fact]
    public async Task Unreachable_ForAnHour_IsTriedEveryFewSecondsSoThatTheFirstEventGoesSoon()
    {
        await using DeliveryBench bench = new();
        DateTimeOffset end = bench.Time.GetUtcNow() + TimeSpan.FromHours(1);
        bench.Sink.Judge = _ => bench.Time.GetUtcNow() < end ? SendResult.Unreachable("connection refused") : SendResult.Accepted;
        bench.Spool.Add(DeliveryBench.Events(1, 100));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count > 0);
        await bench.RunUntilAsync(() => bench.Health.State == SinkState.Open);
        Assert.Equal(5, bench.Health.ConsecutiveFailures);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 100);
        Assert.InRange(bench.Time.GetUtcNow() - end, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(bench.Sink.Requests.Count - 25, 3_600 / 5, (3_600 / 2) + 10);
        Assert.Equal([SinkNoticeKind.Failing, SinkNoticeKind.Recovered], bench.Notices.Select(n => n.Kind));
    }

    [Theory]
    [InlineData("1s", "30s", 1_000)]
    [InlineData("5s", "200ms", 200)]
    public async Task Unreachable_SettingsOfTheBreaker_BoundThePause(string probe, string pause, int mostMs)
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = _ => SendResult.Unreachable("connection refused");
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"), ("breaker.probe", probe), ("breaker.pause", pause));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count > 0);
        await bench.RunUntilAsync(() => bench.Health is { ConsecutiveFailures: 12, NextAttemptMs: not null });
        Assert.InRange(bench.Health.NextAttemptMs!.Value - bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), mostMs / 2, mostMs);
    }

    [Theory]
    [InlineData(100, 100, 111)]
    [InlineData(86_400, 900, 991)]
    public async Task Retry_RetryAfter_IsHonouredAndCapped(int asked, int least, int most)
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.Retry("slow down", TimeSpan.FromSeconds(asked)));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.InRange(bench.Health.NextAttemptMs!.Value - bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), least * 1_000, most * 1_000);
    }

    [Fact]
    public async Task Retry_ManyInARow_OpenTheCircuitAndATrialClosesIt()
    {
        await using DeliveryBench bench = new();
        List<SinkState> seen = [];
        int down = 6;
        bench.Sink.Judge = _ =>
        {
            seen.Add(bench.Health.State);
            return down-- > 0 ? SendResult.Retry("no") : SendResult.Accepted;
        };
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"), ("breaker.failures", "5"), ("breaker.pause", "5m"));
        await DeliveryBench.UntilAsync(() => bench.Sink.Requests.Count > 0);
        await bench.RunUntilAsync(() => bench.Health.State == SinkState.Open);
        Assert.InRange(bench.Health.NextAttemptMs!.Value - bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), 300_000, 330_000);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 1);
        Assert.Equal([.. Enumerable.Repeat(SinkState.Sending, 5), SinkState.HalfOpen, SinkState.HalfOpen], seen);
    }

    [Fact]
    public async Task Misconfigured_NothingIsGivenUp_AndAWordWakesIt()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.Misconfigured("HTTP 401: no org id"));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.State == SinkState.Misconfigured);
        Assert.InRange(bench.Health.NextAttemptMs!.Value - bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), 60_000, 60_000);
        Assert.Equal(("HTTP 401: no org id", 0L), (bench.Health.LastError, bench.Health.GivenUp));
        Assert.Equal(SinkNoticeKind.Failing, bench.Notices.Single().Kind);
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers > 0);
        Assert.True(bench.Service.Wake("s"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1);
        Assert.Equal(["1"], bench.Sink.Taken);
    }

    [Fact]
    public async Task TooLarge_Batch_GoesInHalvesAndLaterOnesAreSmaller()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = batch => batch.Count > 1 ? SendResult.TooLarge("413") : SendResult.Accepted;
        bench.Spool.Add(DeliveryBench.Events(1, 6));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 6);
        Assert.Equal(["1 2 3 4", "1 2", "1", "2", "3 4", "3", "4", "5", "6"], bench.Sink.Requests);
        Assert.Equal(0, bench.Health.GivenUp);
    }

    [Fact]
    public async Task Rejected_OneOfABatch_IsFoundAndOnlyItIsGivenUp()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = batch => batch.Any(e => e.Id == "3") ? SendResult.Rejected("HTTP 400: bad event") : SendResult.Accepted;
        bench.Spool.Add(DeliveryBench.Events(1, 6));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 6);
        Assert.Equal(["1", "2", "4", "5", "6"], bench.Sink.Taken);
        Assert.Equal((1, 1), (bench.Health.GivenUp, bench.Health.DeadLetters));
        JsonElement letter = Letters(bench).Single();
        Assert.Equal(("HTTP 400: bad event", 3L, "3"), (letter.GetProperty("reason").GetString(), letter.GetProperty("sequence").GetInt64(), letter.GetProperty("event").GetProperty("id").GetString()));
        Assert.Equal(SinkNoticeKind.GivenUp, bench.Notices.Single().Kind);
    }

    [Fact]
    public async Task Rejected_Everything_StopsAskingOneByOne()
    {
        await using DeliveryBench bench = new(new ScriptedSink { Limits = new SinkLimits { MaxItems = 200, Linger = TimeSpan.Zero } });
        bench.Sink.Judge = _ => SendResult.Rejected("HTTP 400");
        bench.Spool.Add(DeliveryBench.Events(1, 1_000));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1_000);
        Assert.Equal(1_000, bench.Health.DeadLetters);
        Assert.Equal(Enumerable.Range(1, 1_000), Letters(bench).Select(l => l.GetProperty("sequence").GetInt32()));
        Assert.InRange(bench.Sink.Requests.Count, 64, 160);
    }

    [Fact]
    public async Task Mixed_EachItemIsSettledAndTheRestGoesBeforeAnythingLater()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(SendResult.Mixed([new(SendOutcome.Accepted), new(SendOutcome.Retry, "429"), new(SendOutcome.Rejected, "mapping"), new(SendOutcome.Retry, "429")]));
        bench.Spool.Add(DeliveryBench.Events(1, 6));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.Equal(1, bench.Spool.Committed("s"));
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 6);
        Assert.Equal(["1 2 3 4", "2 4", "5 6"], bench.Sink.Requests);
        Assert.Equal((5, 1, 1), (bench.Health.Sent, bench.Health.GivenUp, bench.Health.DeadLetters));
    }

    [Fact]
    public async Task Mixed_VerdictsThatDoNotFit_AreARetry()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Answers.Enqueue(new SendResult { Outcome = SendOutcome.Mixed, Verdicts = [new(SendOutcome.Retry)] });
        bench.Spool.Add(DeliveryBench.Events(1, 2));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.Equal("the sink judged 1 of 2 items", bench.Health.LastError);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 2);
    }

    [Fact]
    public async Task Send_SinkThrows_IsARetryWithoutSecrets()
    {
        await using DeliveryBench bench = new();
        bool broke = false;
        bench.Sink.Before = _ => broke ? Task.CompletedTask : throw new InvalidOperationException($"{broke = true} hunter22");
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"), ("password_of_nobody", "hunter22"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.Equal("fault in the sink: InvalidOperationException: True ***", bench.Health.LastError);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 1);
    }

    [Fact]
    public async Task Send_SinkNeverReturns_IsEndedAndSentAgain()
    {
        await using DeliveryBench bench = new();
        int calls = 0;
        bench.Sink.Before = cancel => calls++ == 0 ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask;
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => calls == 1 && bench.Time.WaitingTimers == 1);
        bench.Time.Advance(GuardedSend.Bound);
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.Equal("no word within 10 minutes", bench.Health.LastError);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 1);
    }

    [Fact]
    public async Task Read_SpoolBreaks_BeginsAgainAtTheCursor()
    {
        await using DeliveryBench bench = new();
        bench.Spool.BreakReads = 2;
        bench.Spool.Add(DeliveryBench.Events(1, 6));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 6);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], bench.Sink.Taken);
    }

    [Fact]
    public async Task Crash_WhileABatchIsUnderWay_SendsTheSameBatchAgain()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Before = cancel => Task.Delay(Timeout.Infinite, cancel);
        bench.Spool.Add(DeliveryBench.Events(1, 3));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.State == SinkState.Sending);
        bench.Spool.Add(DeliveryBench.Events(4, 9));
        await bench.RestartAsync(new ScriptedSink());
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 9);
        Assert.Equal(["1 2 3", "4 5 6 7", "8 9"], bench.Sink.Requests);
    }

    [Fact]
    public async Task Crash_CursorIsOlderThanTheReceiversWord_SendsNothingTwice()
    {
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Events(1, 9));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 9);
        bench.Spool.Forget("s", 2);
        await bench.RestartAsync(new ScriptedSink());
        bench.Spool.Add(DeliveryBench.Event("10"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 10);
        Assert.Equal(["10"], bench.Sink.Taken);
    }

    [Fact]
    public async Task Crash_MarkOfAnotherSpool_IsNotBelieved()
    {
        await using DeliveryBench other = new();
        other.Spool.Add(DeliveryBench.Events(101, 105));
        await other.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => other.Spool.Committed("s") == 5);
        await other.Service.DisposeAsync();
        await using DeliveryBench bench = new();
        File.Copy(Path.Combine(other.Folder, "s.mark"), Path.Combine(bench.Folder, "s.mark"));
        bench.Spool.Add(DeliveryBench.Events(1, 6));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 6);
        Assert.Equal(["1", "2", "3", "4", "5", "6"], bench.Sink.Taken);
    }

    [Fact]
    public async Task Crash_BetweenDeadLetterAndCursor_ListsTheEventOnce()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = _ => SendResult.Rejected("no");
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1);
        bench.Spool.Forget("s", 0);
        File.Delete(Path.Combine(bench.Folder, "s.mark"));
        await bench.RestartAsync(new ScriptedSink { Judge = _ => SendResult.Rejected("no") });
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1);
        Assert.Single(Letters(bench));
        Assert.Equal(1, bench.Health.DeadLetters);
    }

    [Fact]
    public async Task DeadLetters_CannotBeWritten_NothingIsGivenUp()
    {
        await using DeliveryBench bench = new();
        string path = Path.Combine(bench.Folder, "s.dead.jsonl");
        bench.Sink.Judge = _ => SendResult.Rejected("no");
        Directory.CreateDirectory(path);
        bench.Spool.Add(DeliveryBench.Event("1"));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        Assert.Contains("dead letters cannot be written", bench.Health.LastError, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (bench.Spool.Committed("s"), bench.Health.GivenUp));
        Directory.Delete(path);
        await bench.RunUntilAsync(() => bench.Spool.Committed("s") == 1);
        Assert.Single(Letters(bench));
    }

    [Fact]
    public async Task Resend_DeadLetterAsDeepAsAnEventMayBe_GoesOnceMore()
    {
        await using DeliveryBench bench = new();
        string deepest = new string('[', EventLimits.MaxFieldDepth) + new string(']', EventLimits.MaxFieldDepth);
        using JsonDocument list = JsonDocument.Parse(deepest);
        bench.Sink.Judge = _ => SendResult.Rejected("not yet");
        bench.Spool.Add(DeliveryBench.Event("1", fields: new EventField("list", FieldValue.Of(list.RootElement))));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.DeadLetters == 1);
        await bench.RestartAsync(new ScriptedSink());
        await bench.ApplyAsync();
        Assert.Equal(1, bench.Health.DeadLetters);
        Assert.Equal("1", Assert.Single(bench.Service.DeadLetters("s", 10)).Event.Id);
        Assert.True(bench.Service.ResendDeadLetters("s"));
        await DeliveryBench.UntilAsync(() => bench.Sink.Taken.Count == 1);
    }

    [Fact]
    public async Task Resend_DeadLetters_GoOnceMoreInOrderBetweenBatches()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = _ => SendResult.Rejected("not yet");
        bench.Spool.Add(DeliveryBench.Events(1, 3));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.DeadLetters == 3);
        bench.Sink.Judge = batch => batch.Any(e => e.Id == "2") ? SendResult.Rejected("never") : SendResult.Accepted;
        Assert.True(bench.Service.ResendDeadLetters("s"));
        await DeliveryBench.UntilAsync(() => bench.Sink.Taken.Count == 2 && bench.Health.State == SinkState.Idle);
        bench.Spool.Add(DeliveryBench.Event("4"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 4);
        Assert.Equal(["1", "3", "4"], bench.Sink.Taken);
        Assert.Equal(["never"], Letters(bench).Select(l => l.GetProperty("reason").GetString()));
        Assert.False(bench.Service.ResendDeadLetters("nobody"));
    }

    [Fact]
    public async Task Filter_OtherEvents_AreCountedAndCommitted()
    {
        await using DeliveryBench bench = new();
        bench.Spool.Add(DeliveryBench.Event("1"), DeliveryBench.Event("2", severity: EventSeverity.Error), DeliveryBench.Event("3"));
        IReadOnlyList<Diagnostic> problems = await bench.ApplyAsync(("start", "oldest"), ("filter", "severity>=warning"), ("fields.add", "x"));
        Assert.Equal("sinks.s.fields.add", Assert.Single(problems).Path);
        Assert.Empty(await bench.ApplyAsync(("start", "oldest"), ("filter", "severity>=warning")));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 3);
        Assert.Equal(["2"], bench.Sink.Taken);
        Assert.Equal((1, 2), (bench.Health.Sent, bench.Health.Filtered));
    }

    [Fact]
    public async Task Stop_WithPatience_SendsWhatWaitsAndEnds()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync(("batch.age", "1h"));
        bench.Spool.Add(DeliveryBench.Events(1, 2));
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers == 1);
        await bench.Service.StopAsync(TimeSpan.FromSeconds(5)).WaitAsync(Testing.Condition.Patience, Cancel);
        Assert.Equal(["1 2"], bench.Sink.Requests);
        Assert.Equal((2L, SinkState.Stopped), (bench.Spool.Committed("s"), bench.Health.State));
    }

    [Fact]
    public async Task Stop_ReceiverIsDown_EndsAtOnceAndKeepsWhatWaits()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = _ => SendResult.Retry("down");
        bench.Spool.Add(DeliveryBench.Events(1, 2));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.NextAttemptMs is not null);
        await bench.Service.StopAsync(TimeSpan.FromHours(1)).WaitAsync(Testing.Condition.Patience, Cancel);
        Assert.Equal((0, 2L), (bench.Spool.Committed("s"), bench.Health.Waiting));
    }

    [Fact]
    public async Task Stop_ReceiverHangs_EndsAfterItsPatience()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Before = cancel => Task.Delay(Timeout.Infinite, cancel);
        bench.Spool.Add(DeliveryBench.Events(1, 2));
        await bench.ApplyAsync(("start", "oldest"));
        await DeliveryBench.UntilAsync(() => bench.Health.State == SinkState.Sending);
        Task stopping = bench.Service.StopAsync(TimeSpan.FromSeconds(5));
        await DeliveryBench.UntilAsync(() => bench.Time.WaitingTimers == 2);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await stopping.WaitAsync(Testing.Condition.Patience, Cancel);
        Assert.Equal(0, bench.Spool.Committed("s"));
    }

    private static List<JsonElement> Letters(DeliveryBench bench) =>
        [.. File.ReadLines(Path.Combine(bench.Folder, "s.dead.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Where(l => l.TryGetProperty("event", out _))];
}
