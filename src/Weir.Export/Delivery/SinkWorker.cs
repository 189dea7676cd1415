using Microsoft.Extensions.Logging;
using Weir.Export.Events;
using Weir.Export.Sinks;
using Weir.Export.Spool;

namespace Weir.Export.Delivery;

/// <summary>Delivers the spool's events to one sink: in order, again and again until the receiver has them or will never take them.</summary>
/// <remarks>
/// One loop. It fills a batch (<see cref="_ahead"/> holds what was read beyond it), sends it, and acts on the receiver's word; what stays of a batch stands
/// at the front of <see cref="_work"/> and goes out before anything later. The place in the spool moves only behind events that are settled:
/// taken, filtered, or listed among the dead letters. After a crash the rest is read again, and the first batch is cut where the last one was.
/// </remarks>
internal sealed partial class SinkWorker : IAsyncDisposable
{
    // A receiver that refuses this many single events in a row will refuse the rest of their batch as well.
    private const int MaxRefusals = 64;

    // Batches that are taken before a larger one is tried again.
    private const int BatchesBeforeGrowth = 64;

    private static readonly TimeSpan NoticeInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DeafSink = TimeSpan.FromSeconds(10);

    private readonly SinkParts _parts;
    private readonly IEventSink _sink;
    private readonly SinkLimits _limits;
    private readonly ISpoolReader _reader;
    private readonly DeadLetterFile _dead;
    private readonly BatchMark _mark;
    private readonly GuardedSend _send;
    private readonly RetryPlan _retry;
    private readonly SinkCounters _counters;
    private readonly Interruption _stop = new();
    private readonly Queue<SinkEntry> _ahead = new();
    private readonly LinkedList<List<SinkEntry>> _work = new();

    private Task _running = Task.CompletedTask;
    private SinkEntry? _lastSettled;
    private IEnumerator<WeirEvent>? _resending;
    private long _aheadBytes;
    private long _lastRead;
    private long _markedUntil;
    private long? _lastStart;
    private long? _lastNotice;
    private int _cap;
    private int _takenAtCap;
    private int _refusals;
    private bool _failing;

    // Shared: written by RequestResend, read by the loop.
    private volatile bool _resendAsked;

    /// <summary>Makes a worker; nothing runs yet. The reader is closed with it, the sink is not.</summary>
    public SinkWorker(SinkParts parts, IEventSink sink, ISpoolReader reader, DeadLetterFile dead, BatchMark mark)
    {
        (_parts, _sink, _reader, _dead, _mark) = (parts, sink, reader, dead, mark);
        _limits = parts.Settings.Limits;
        _send = new GuardedSend(parts);
        _retry = new RetryPlan(parts.Settings, parts.Random);
        _counters = new SinkCounters(parts.Time);
        _cap = _limits.MaxItems;
        _lastRead = reader.Committed;
        _markedUntil = mark.LastUnderWay(reader.Committed);
    }

    /// <summary>How it stands.</summary>
    public SinkHealth Health => _counters.Snapshot() with
    {
        Name = _parts.Name,
        Type = _parts.Type,
        Waiting = _reader.Waiting,
        Lost = _reader.Lost,
        DeadLetters = _dead.Count,
        DeadLettersDropped = _dead.Dropped,
    };

    /// <summary>The newest dead letters, newest first.</summary>
    public IReadOnlyList<ListedLetter> DeadLetters(int limit) => _dead.Newest(limit);

    /// <summary>Begins.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Ends a pause now: somebody has reason to think that the receiver works again.</summary>
    public void Wake() => _stop.Wake();

    /// <summary>Has the dead letters sent once more.</summary>
    public void RequestResend()
    {
        _resendAsked = true;
        _stop.Wake();
    }

    /// <summary>Ends delivery. What was not delivered stays in the spool.</summary>
    /// <param name="patience">How long to wait for the receiver's word on what is under way.</param>
    /// <param name="drains">Whether what waits is sent first, as far as patience and receiver allow.</param>
    public async Task StopAsync(TimeSpan patience, bool drains)
    {
        _stop.AskToStop(drains);
        try
        {
            await _running.WaitAsync(patience, _parts.Time);
        }
        catch (TimeoutException)
        {
            await CancelAsync();
        }

        _counters.Enter(SinkState.Stopped);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CancelAsync();
        _resending?.Dispose();
        _mark.Dispose();
        _reader.Dispose();
        _stop.Dispose();
    }

    private async Task CancelAsync()
    {
        _stop.Cancel();
        try
        {
            await _running.WaitAsync(DeafSink, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // A sink that does not listen to its token is left behind: whatever it still sends is sent again by the next run.
            LogDeaf(_parts.Logger, _parts.Name);
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stop.Now.IsCancellationRequested)
        {
            try
            {
                if (!await StepAsync())
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (_stop.Now.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The spool could not be read, or we have a bug: begin again where the cursor is, after a pause.
                LogBroke(_parts.Logger, _parts.Name, e);
                if (!await FailedAsync(SendResult.Retry($"{e.GetType().Name}: {e.Message}"), 0))
                {
                    return;
                }

                Restart();
            }
        }
    }

    /// <summary>Fills a batch if there is none, and sends what stands in front. False: nothing more to do.</summary>
    private async Task<bool> StepAsync()
    {
        if (_work.First is null && (_stop.Asked && !_stop.Drains || !await FillAsync()))
        {
            return false;
        }

        if (_work.First is not { } front)
        {
            return true;
        }

        await KeepPaceAsync();
        List<SinkEntry> batch = front.Value;
        _counters.Enter(_retry.State is SinkState.Open or SinkState.Misconfigured ? SinkState.HalfOpen : SinkState.Sending);
        _mark.Begin(batch[0].Sequence, batch[^1].Sequence);
        _counters.Requested();
        List<WeirEvent> events = batch.ConvertAll(entry => entry.Mapped);
        SendResult result = await _send.RunAsync(cancel => _sink.SendAsync(events, cancel), batch.Count, _stop.Now);
        return await SettleAsync(front, result);
    }

    private async Task<bool> SettleAsync(LinkedListNode<List<SinkEntry>> front, SendResult result)
    {
        List<SinkEntry> batch = front.Value;
        string reason = result.Reason ?? result.Outcome.ToString();
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                Taken(batch);
                Grow(batch.Count);
                Remove(front, batch);
                return true;
            case SendOutcome.Mixed:
                return await SettleMixedAsync(front, result);
            case SendOutcome.TooLarge when batch.Count > 1:
                _counters.Failed(result.Outcome, batch.Count, reason);
                _cap = Math.Max(1, batch.Count / 2);
                Halve(front);
                return true;
            case SendOutcome.Rejected when batch.Count > 1 && _refusals < MaxRefusals:
                _counters.Failed(result.Outcome, batch.Count, reason);
                Halve(front);
                return true;
            case SendOutcome.TooLarge or SendOutcome.Rejected:
                _refusals++;
                if (GiveUp(batch.ConvertAll(entry => new DeadLetter(entry, reason))) is { } problem)
                {
                    return await FailedAsync(SendResult.Retry(problem), 0);
                }

                Remove(front, batch);
                return true;
            default:
                return await FailedAsync(result, batch.Count);
        }
    }

    private async Task<bool> SettleMixedAsync(LinkedListNode<List<SinkEntry>> front, SendResult result)
    {
        List<SinkEntry> taken = [];
        List<SinkEntry> again = [];
        List<DeadLetter> letters = [];
        SendOutcome worst = SendOutcome.Retry;
        string? reason = result.Reason;
        foreach ((SinkEntry entry, ItemVerdict verdict) in front.Value.Zip(result.Verdicts))
        {
            string why = _parts.Secrets.Redact(verdict.Reason ?? verdict.Outcome.ToString());
            switch (verdict.Outcome)
            {
                case SendOutcome.Accepted:
                    taken.Add(entry);
                    break;
                case SendOutcome.Retry or SendOutcome.Misconfigured:
                    again.Add(entry);
                    reason ??= why;
                    worst = verdict.Outcome == SendOutcome.Misconfigured ? verdict.Outcome : worst;
                    break;
                default:
                    letters.Add(new DeadLetter(entry, why));
                    break;
            }
        }

        Taken(taken);
        if (GiveUp(letters) is { } problem)
        {
            again = [.. front.Value.Except(taken)];
            reason = problem;
        }

        if (again.Count == 0)
        {
            Remove(front, front.Value);
            return true;
        }

        // The rest takes the batch's place: it goes out before anything later.
        Settled(taken);
        front.Value = again;
        Commit();
        return await FailedAsync(new SendResult { Outcome = worst, Reason = reason, RetryAfter = result.RetryAfter }, again.Count);
    }

    /// <summary>Counts a failure and pauses. False: stop instead of waiting.</summary>
    private async Task<bool> FailedAsync(SendResult result, int items)
    {
        string reason = result.Reason ?? result.Outcome.ToString();
        _counters.Failed(result.Outcome, items, reason);
        TimeSpan pause = _retry.Failed(result);
        _counters.Paused(_retry.State, pause);
        if (!_failing && _retry.State is SinkState.Open or SinkState.Misconfigured)
        {
            _failing = true;
            LogFailing(_parts.Logger, _parts.Name, reason, _reader.Waiting);
            _parts.Notify?.Invoke(new SinkNotice(_parts.Name, SinkNoticeKind.Failing, reason, _reader.Waiting));
        }

        return await _stop.PauseAsync(pause, _parts.Time);
    }

    private void Taken(List<SinkEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        _refusals = 0;
        _retry.Succeeded();
        _counters.Succeeded(entries.Count);
        foreach (SinkEntry entry in entries)
        {
            _counters.Delivered(entry.Original.TimeNs);
        }

        if (_failing)
        {
            _failing = false;
            LogRecovered(_parts.Logger, _parts.Name, _reader.Waiting);
            _parts.Notify?.Invoke(new SinkNotice(_parts.Name, SinkNoticeKind.Recovered, "the receiver takes events again", _reader.Waiting));
        }
    }

    /// <summary>Lists events as dead letters. Null, or why the list could not be written: then they are not given up.</summary>
    private string? GiveUp(List<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            return null;
        }

        try
        {
            _dead.Add(letters, _parts.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"dead letters cannot be written: {e.Message}";
        }

        string reason = letters[^1].Reason;
        _counters.GaveUp(letters.Count, reason);
        long now = _parts.Time.GetTimestamp();
        if (_lastNotice is not { } last || _parts.Time.GetElapsedTime(last, now) >= NoticeInterval)
        {
            _lastNotice = now;
            LogGivenUp(_parts.Logger, _parts.Name, reason);
            _parts.Notify?.Invoke(new SinkNotice(_parts.Name, SinkNoticeKind.GivenUp, reason, _reader.Waiting));
        }

        return null;
    }

    private void Remove(LinkedListNode<List<SinkEntry>> front, List<SinkEntry> settled)
    {
        _work.Remove(front);
        Settled(settled);
        Commit();
    }

    private void Settled(List<SinkEntry> entries) => _lastSettled = entries.FindLast(entry => entry.Sequence > 0) ?? _lastSettled;

    private void Halve(LinkedListNode<List<SinkEntry>> front)
    {
        List<SinkEntry> batch = front.Value;
        int half = batch.Count / 2;
        _work.AddAfter(front, batch.GetRange(half, batch.Count - half));
        front.Value = batch.GetRange(0, half);
    }

    private void Grow(int items)
    {
        _takenAtCap = items < _cap || _cap == _limits.MaxItems ? 0 : _takenAtCap + 1;
        if (_takenAtCap >= BatchesBeforeGrowth)
        {
            _takenAtCap = 0;
            _cap = Math.Min(_limits.MaxItems, _cap * 2);
        }
    }

    private async Task KeepPaceAsync()
    {
        if (_lastStart is { } last && _limits.Pace - _parts.Time.GetElapsedTime(last) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _parts.Time, _stop.Now);
        }

        _lastStart = _parts.Time.GetTimestamp();
    }

    private void Commit()
    {
        SinkEntry? first = _work.SelectMany(part => part).FirstOrDefault(entry => entry.Sequence > 0);
        long done = (first ?? _ahead.FirstOrDefault())?.Sequence - 1 ?? _lastRead;
        if (done > _reader.Committed)
        {
            _reader.Commit(done);
            if (_lastSettled is { } settled)
            {
                _mark.Done(done, settled.Sequence, settled.Original.Id);
            }
        }
    }

    private void Restart()
    {
        _work.Clear();
        _ahead.Clear();
        _aheadBytes = 0;
        _resending?.Dispose();
        _resending = null;
        _reader.Rewind();
        _lastRead = _reader.Committed;
        _markedUntil = _mark.LastUnderWay(_lastRead);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sink {Sink} does not deliver: {Reason}. {Waiting} events wait; nothing is lost and delivery is tried on")]
    private static partial void LogFailing(ILogger logger, string sink, string reason, long waiting);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sink {Sink} delivers again, {Waiting} events wait")]
    private static partial void LogRecovered(ILogger logger, string sink, long waiting);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sink {Sink} will never take an event: {Reason}. It lies in the dead letters")]
    private static partial void LogGivenUp(ILogger logger, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sink {Sink} does not end its request when told to")]
    private static partial void LogDeaf(ILogger logger, string sink);

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery to sink {Sink} broke off and begins again at its cursor")]
    private static partial void LogBroke(ILogger logger, string sink, Exception fault);
}
