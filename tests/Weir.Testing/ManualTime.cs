namespace Weir.Testing;

/// <summary>A clock that stands still until a test moves it. Its timers fire when it is moved past their time.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _ticks;

    /// <summary>Monotonic ticks are those of <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Number of timers that wait to fire.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>Moves both clocks and fires what is due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        long target;
        lock (_gate)
        {
            target = _ticks + by.Ticks;
        }

        while (TakeDue(target) is { } due)
        {
            due.Fire();
        }

        lock (_gate)
        {
            _wall += TimeSpan.FromTicks(target - _ticks);
            _ticks = target;
        }
    }

    /// <summary>Moves both clocks to the moment of the next timer and fires it; nothing happens when none waits.</summary>
    public void AdvanceToNextTimer()
    {
        long? due;
        lock (_gate)
        {
            due = _timers.Count == 0 ? null : Math.Max(0, _timers.Min(t => t.DueTicks) - _ticks);
        }

        if (due is { } ticks)
        {
            Advance(TimeSpan.FromTicks(ticks));
        }
    }

    /// <summary>Sets the wall clock, as NTP or a person would, without a moment passing.</summary>
    public void StepWall(TimeSpan by)
    {
        lock (_gate)
        {
            _wall += by;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wall;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(long target)
    {
        lock (_gate)
        {
            ManualTimer? due = _timers.Where(t => t.DueTicks <= target).MinBy(t => t.DueTicks);
            if (due is not null)
            {
                long step = Math.Max(0, due.DueTicks - _ticks);
                _wall += TimeSpan.FromTicks(step);
                _ticks += step;
                _timers.Remove(due);
                if (due.PeriodTicks > 0)
                {
                    due.DueTicks += due.PeriodTicks;
                    _timers.Add(due);
                }
            }

            return due;
        }
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.PeriodTicks = Math.Max(0, period.Ticks);
            if (dueTime >= TimeSpan.Zero)
            {
                timer.DueTicks = _ticks + dueTime.Ticks;
                _timers.Add(timer);
            }
        }
    }

    private void Forget(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public long DueTicks { get; set; }

        public long PeriodTicks { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Schedule(this, dueTime, period);
            return true;
        }

        public void Dispose() => owner.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
