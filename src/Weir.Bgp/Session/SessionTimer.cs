namespace Weir.Bgp.Session;

/// <summary>
/// A timer of the state machine (RFC 4271 section 10). The callback runs on a pool thread and must take its owner's gate before it asks
/// <see cref="TakeDue"/>: between firing and taking the gate the timer may have been started again.
/// </summary>
internal sealed class SessionTimer : IDisposable
{
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private long _startedAt;
    private TimeSpan _due;
    private bool _running;

    public SessionTimer(TimeProvider time, Action<SessionTimer> callback)
    {
        _time = time;
        _timer = time.CreateTimer(_ => callback(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it has been started and has not fired.</summary>
    public bool IsRunning => _running;

    /// <summary>Starts it, or starts it again.</summary>
    public void Start(TimeSpan due)
    {
        _running = true;
        _due = due;
        _startedAt = _time.GetTimestamp();
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts the time off without touching the system's timer; the callback starts it again for what is left.</summary>
    public void Restart()
    {
        if (_running)
        {
            _startedAt = _time.GetTimestamp();
        }
    }

    /// <summary>Stops it.</summary>
    public void Stop()
    {
        if (_running)
        {
            _running = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the time is really over; if so the timer is stopped, else it goes on for what is left.</summary>
    public bool TakeDue()
    {
        if (!_running)
        {
            return false;
        }

        TimeSpan left = _due - _time.GetElapsedTime(_startedAt);
        // System timers may fire a little early.
        if (left > TimeSpan.FromMilliseconds(20))
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return false;
        }

        _running = false;
        return true;
    }

    public void Dispose() => _timer.Dispose();
}
