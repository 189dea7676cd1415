using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>What a worker counts and says of itself. Written by the worker, read by whoever asks for health.</summary>
internal sealed class SinkCounters(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LatencyWindow _latency = new();
    private SinkHealth _health = new() { Name = "", Type = "", State = SinkState.Idle };

    /// <summary>State without the rest.</summary>
    public SinkState State
    {
        get
        {
            lock (_gate)
            {
                return _health.State;
            }
        }
    }

    public void Enter(SinkState state)
    {
        lock (_gate)
        {
            _health = _health with { State = state, NextAttemptMs = null };
        }
    }

    public void Requested()
    {
        lock (_gate)
        {
            _health = _health with { Requests = _health.Requests + 1 };
        }
    }

    public void Succeeded(int items)
    {
        lock (_gate)
        {
            _health = _health with { Sent = _health.Sent + items, LastSuccessMs = NowMs(), ConsecutiveFailures = 0 };
        }
    }

    /// <summary>Time from an event's own time to now.</summary>
    public void Delivered(long eventTimeNs)
    {
        double ms = ((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10_000d) - (eventTimeNs / 1_000_000d);
        lock (_gate)
        {
            _latency.Add(Math.Max(0, ms));
        }
    }

    public void Failed(SendOutcome outcome, int items, string reason)
    {
        lock (_gate)
        {
            bool again = outcome is SendOutcome.Retry or SendOutcome.Misconfigured;
            _health = _health with
            {
                Retried = _health.Retried + (again ? items : 0),
                ConsecutiveFailures = _health.ConsecutiveFailures + (again ? 1 : 0),
                LastErrorMs = NowMs(),
                LastError = reason,
            };
        }
    }

    public void GaveUp(int items, string reason)
    {
        lock (_gate)
        {
            _health = _health with { GivenUp = _health.GivenUp + items, LastErrorMs = NowMs(), LastError = reason };
        }
    }

    public void Filtered(int items)
    {
        lock (_gate)
        {
            _health = _health with { Filtered = _health.Filtered + items };
        }
    }

    public void Paused(SinkState state, TimeSpan pause)
    {
        lock (_gate)
        {
            _health = _health with { State = state, NextAttemptMs = NowMs() + (long)pause.TotalMilliseconds };
        }
    }

    /// <summary>Everything, with the latencies worked out.</summary>
    public SinkHealth Snapshot()
    {
        lock (_gate)
        {
            return _health with { LatencyP50Ms = _latency.Percentile(0.5), LatencyP99Ms = _latency.Percentile(0.99) };
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
