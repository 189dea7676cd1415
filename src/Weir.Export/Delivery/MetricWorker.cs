using Microsoft.Extensions.Logging;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>Delivers metric points to one sink from a queue in memory: the present matters more than the past.</summary>
/// <remarks>
/// The queue holds <see cref="Capacity"/> points; when it is full the oldest goes and is counted as lost. What a receiver refuses is counted as given up.
/// Retries, circuit and pauses are those of events. A point of a series never overtakes an earlier one.
/// </remarks>
internal sealed partial class MetricWorker : IAsyncDisposable
{
    /// <summary>Most points in the queue: ten thousand series every ten seconds for a hundred seconds.</summary>
    public const int Capacity = 100_000;

    private readonly SinkParts _parts;
    private readonly IMetricSink _sink;
    private readonly GuardedSend _send;
    private readonly RetryPlan _retry;
    private readonly SinkCounters _counters;
    private readonly Interruption _stop = new();
    private readonly Lock _gate = new();

    // Shared: written by whoever posts, emptied by the loop; under _gate.
    private readonly Queue<MetricPoint> _queue = new();
    private readonly SemaphoreSlim _arrived = new(0, 1);
    private readonly Stack<List<MetricPoint>> _work = new();

    private Task _running = Task.CompletedTask;
    private long _lost;
    private long? _lastStart;
    private bool _failing;

    public MetricWorker(SinkParts parts, IMetricSink sink)
    {
        (_parts, _sink) = (parts, sink);
        _send = new GuardedSend(parts);
        _retry = new RetryPlan(parts.Settings, parts.Random);
        _counters = new SinkCounters(parts.Time);
    }

    /// <summary>How it stands.</summary>
    public SinkHealth Health
    {
        get
        {
            lock (_gate)
            {
                return _counters.Snapshot() with { Name = _parts.Name, Type = _parts.Type, Waiting = _queue.Count, Lost = _lost };
            }
        }
    }

    /// <summary>Begins.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Ends a pause now.</summary>
    public void Wake() => _stop.Wake();

    /// <summary>Queues points without waiting. Safe from any thread.</summary>
    public void Post(IReadOnlyList<MetricPoint> points)
    {
        lock (_gate)
        {
            foreach (MetricPoint point in points)
            {
                if (_queue.Count == Capacity)
                {
                    _queue.Dequeue();
                    _lost++;
                }

                _queue.Enqueue(point);
            }

            if (_arrived.CurrentCount == 0)
            {
                _arrived.Release();
            }
        }
    }

    /// <summary>Ends delivery; what waits is sent first as far as patience and receiver allow, and lost otherwise.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _stop.AskToStop(drains: false);
        try
        {
            await _running.WaitAsync(patience, _parts.Time);
        }
        catch (TimeoutException)
        {
            _stop.Cancel();
        }

        _counters.Enter(SinkState.Stopped);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await Task.WhenAny(_running, Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System));
        _stop.Dispose();
        _arrived.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        bool goesOn = true;
        while (goesOn && !_stop.Now.IsCancellationRequested)
        {
            try
            {
                goesOn = await StepAsync();
            }
            catch (OperationCanceledException) when (_stop.Now.IsCancellationRequested)
            {
                goesOn = false;
            }
        }
    }

    private async Task<bool> StepAsync()
    {
        if (_work.Count == 0 && !await FillAsync())
        {
            return !_stop.Asked;
        }

        if (_lastStart is { } last && _parts.Settings.Limits.Pace - _parts.Time.GetElapsedTime(last) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _parts.Time, _stop.Now);
        }

        _lastStart = _parts.Time.GetTimestamp();
        List<MetricPoint> batch = _work.Peek();
        _counters.Enter(_retry.State is SinkState.Open or SinkState.Misconfigured ? SinkState.HalfOpen : SinkState.Sending);
        _counters.Requested();
        SendResult result = await _send.RunAsync(cancel => _sink.SendAsync(batch, cancel), batch.Count, _stop.Now);
        return await SettleAsync(batch, result);
    }

    /// <summary>Waits for points, then for company. False: woken or stopping, and there are none.</summary>
    private async Task<bool> FillAsync()
    {
        _counters.Enter(SinkState.Idle);
        using (BoundedWait wait = _stop.UntilWoken(null, _parts.Time))
        {
            await WaitForAsync(() => _arrived.WaitAsync(wait.Token));
        }

        SinkLimits limits = _parts.Settings.Limits;
        if (limits.Linger > TimeSpan.Zero && !_stop.Asked && Waiting() is > 0 and int waiting && waiting < limits.MaxItems)
        {
            using BoundedWait linger = _stop.UntilWoken(null, _parts.Time);
            await WaitForAsync(() => Task.Delay(limits.Linger, _parts.Time, linger.Token));
        }

        lock (_gate)
        {
            List<MetricPoint> batch = new(Math.Min(_queue.Count, limits.MaxItems));
            while (batch.Count < limits.MaxItems && _queue.TryDequeue(out MetricPoint? point))
            {
                batch.Add(point);
            }

            if (_queue.Count > 0 && _arrived.CurrentCount == 0)
            {
                _arrived.Release();
            }

            if (batch.Count > 0)
            {
                _work.Push(batch);
            }

            return batch.Count > 0;
        }
    }

    private int Waiting()
    {
        lock (_gate)
        {
            return _queue.Count;
        }
    }

    private async Task WaitForAsync(Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (OperationCanceledException)
        {
            _stop.Now.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> SettleAsync(List<MetricPoint> batch, SendResult result)
    {
        string reason = result.Reason ?? result.Outcome.ToString();
        _work.Pop();
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                Taken(batch.Count);
                return true;
            case SendOutcome.TooLarge when batch.Count > 1:
                _counters.Failed(result.Outcome, batch.Count, reason);
                _work.Push(batch[(batch.Count / 2)..]);
                _work.Push(batch[..(batch.Count / 2)]);
                return true;
            case SendOutcome.TooLarge or SendOutcome.Rejected:
                _counters.GaveUp(batch.Count, reason);
                return true;
            case SendOutcome.Mixed:
                return await SettleMixedAsync(batch, result);
            default:
                _work.Push(batch);
                return await FailedAsync(result, batch.Count);
        }
    }

    private async Task<bool> SettleMixedAsync(List<MetricPoint> batch, SendResult result)
    {
        Taken(result.Verdicts.Count(v => v.Outcome == SendOutcome.Accepted));
        List<ItemVerdict> refused = [.. result.Verdicts.Where(v => v.Outcome is SendOutcome.Rejected or SendOutcome.TooLarge)];
        if (refused.Count > 0)
        {
            _counters.GaveUp(refused.Count, _parts.Secrets.Redact(refused[0].Reason ?? result.Reason ?? "refused"));
        }

        List<MetricPoint> again = [.. batch.Where((_, i) => result.Verdicts[i].Outcome is SendOutcome.Retry or SendOutcome.Misconfigured)];
        if (again.Count == 0)
        {
            return true;
        }

        _work.Push(again);
        string? reason = result.Verdicts.First(v => v.Outcome is SendOutcome.Retry or SendOutcome.Misconfigured).Reason ?? result.Reason;
        return await FailedAsync(SendResult.Retry(_parts.Secrets.Redact(reason ?? "not taken yet"), result.RetryAfter), again.Count);
    }

    private void Taken(int points)
    {
        if (points == 0)
        {
            return;
        }

        _counters.Succeeded(points);
        _retry.Succeeded();
        if (_failing)
        {
            _failing = false;
            LogRecovered(_parts.Logger, _parts.Name);
        }
    }

    private async Task<bool> FailedAsync(SendResult result, int points)
    {
        string reason = result.Reason ?? result.Outcome.ToString();
        _counters.Failed(result.Outcome, points, reason);
        TimeSpan pause = _retry.Failed(result);
        _counters.Paused(_retry.State, pause);
        if (!_failing && _retry.State is SinkState.Open or SinkState.Misconfigured)
        {
            _failing = true;
            LogFailing(_parts.Logger, _parts.Name, reason);
        }

        return await _stop.PauseAsync(pause, _parts.Time);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sink {Sink} does not take metrics: {Reason}. The newest are kept in memory and delivery is tried on")]
    private static partial void LogFailing(ILogger logger, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sink {Sink} takes metrics again")]
    private static partial void LogRecovered(ILogger logger, string sink);
}
