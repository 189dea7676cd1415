namespace Weir.Analytics.Timing;

/// <summary>Says when a datagram was sent, by the agent's uptime in it, so that what comes late counts when it was seen and not all at once.</summary>
/// <remarks>
/// The least difference of arrival and uptime over the last one to two minutes is the way without a queue (a minimum filter: delay only
/// ever adds). A datagram whose difference is larger by more than the tolerance was held up by the excess and is placed that much earlier,
/// at most <see cref="MostLateUs"/>. A datagram in time keeps its arrival time, so nothing changes for a healthy agent.
/// <para>
/// The uptime is believed only after it ran in step with arrivals for <see cref="ProbationUs"/>. It is disbelieved, and probation begins
/// again, when it stands still while time passes, goes back although the sequence goes on, leaps ahead, or stays behind for longer than
/// <see cref="LongestDelayUs"/> (then it runs slow, or the way became longer). Wrapping after 49.7 days is a small step ahead. Clocks that
/// tick in steps of 10, 100 or 1000 ms are recognised by their values and get that much more tolerance.
/// </para>
/// Single writer; a value that lies inside its owner.
/// </remarks>
internal struct AgentClock
{
    /// <summary>Delay that is not corrected, in microseconds: jitter, scheduling and the millisecond in which uptime is told.</summary>
    public const long ToleranceUs = 50_000;

    /// <summary>Furthest back that a datagram is placed, in microseconds; a later one counts at its arrival.</summary>
    public const long MostLateUs = 60_000_000;

    /// <summary>Time without any datagram in time after which the clock itself is in doubt, in microseconds.</summary>
    public const long LongestDelayUs = 10_000_000;

    /// <summary>Time in step after which the clock is believed, in microseconds.</summary>
    public const long ProbationUs = 2_000_000;

    private const long WindowUs = 60_000_000;
    private const int LeastInTime = 8;
    private const int CoarsestMs = 1_000;

    private long _uptimeMs;
    private long _lastArrivalUs;
    private long _lastTickUs;
    private long _stuckSinceUs;
    private long _offsetUs;
    private long _offsetBeforeUs;
    private long _windowBeganUs;
    private long _inTimeSinceUs;
    private long _lateSinceUs;
    private uint _lastUptime;
    private int _stepMs;
    private int _inTime;
    private bool _started;
    private bool _believed;

    /// <summary>Datagrams placed earlier than they arrived.</summary>
    public long Placed { get; private set; }

    /// <summary>Datagrams that were too late to be placed.</summary>
    public long TooLate { get; private set; }

    /// <summary>Times a believed clock stood still, went back, leapt or lagged.</summary>
    public long Faults { get; private set; }

    /// <summary>When the datagram was sent, in engine time.</summary>
    /// <param name="uptimeMs">The agent's uptime in the datagram, in ms.</param>
    /// <param name="arrivalUs">Engine time of arrival in microseconds; never goes back.</param>
    /// <param name="inOrder">True when the datagram's sequence number is ahead of all before it.</param>
    /// <returns>Microseconds; never after the arrival.</returns>
    public long Place(uint uptimeMs, long arrivalUs, bool inOrder)
    {
        if (!_started)
        {
            Begin(uptimeMs, arrivalUs);
            return arrivalUs;
        }

        long stepMs = unchecked((int)(uptimeMs - _lastUptime));
        if (IsFault(stepMs, arrivalUs, inOrder))
        {
            Faults += _believed ? 1 : 0;
            Begin(uptimeMs, arrivalUs);
            return arrivalUs;
        }

        long uptime = _uptimeMs + stepMs;
        if (stepMs > 0)
        {
            Advance(uptimeMs, uptime, arrivalUs);
        }
        else if (stepMs == 0 && _stuckSinceUs < 0 && arrivalUs - _lastTickUs > Tolerance)
        {
            _stuckSinceUs = arrivalUs;
        }

        _lastArrivalUs = arrivalUs;
        return Judge(arrivalUs - (uptime * 1000), arrivalUs, uptimeMs);
    }

    private void Begin(uint uptimeMs, long arrivalUs)
    {
        _started = true;
        _believed = false;
        _lastUptime = uptimeMs;
        _uptimeMs = uptimeMs;
        _stepMs = CoarsestMs;
        _lastArrivalUs = arrivalUs;
        _lastTickUs = arrivalUs;
        _stuckSinceUs = -1;
        _offsetUs = arrivalUs - (_uptimeMs * 1000);
        _offsetBeforeUs = long.MaxValue;
        _windowBeganUs = arrivalUs;
        _inTime = 0;
        _inTimeSinceUs = arrivalUs;
        _lateSinceUs = -1;
    }

    private readonly bool IsFault(long stepMs, long arrivalUs, bool inOrder) => stepMs switch
    {
        // What is sent in one tick may be held up together: only a clock that is the same at two arrivals far apart stands still.
        0 => _stuckSinceUs >= 0 && arrivalUs - _stuckSinceUs > Tolerance,
        < 0 => inOrder && -stepMs * 1000 > Tolerance,
        _ => (stepMs * 1000) - (arrivalUs - _lastArrivalUs) > MostLateUs + Tolerance,
    };

    private readonly long Tolerance => ToleranceUs + (_stepMs * 1000L);

    private void Advance(uint raw, long uptime, long arrivalUs)
    {
        _lastUptime = raw;
        _uptimeMs = uptime;
        _lastTickUs = arrivalUs;
        _stuckSinceUs = -1;
        while (_stepMs > 1 && raw % (uint)_stepMs != 0)
        {
            _stepMs /= 10;
        }
    }

    private long Judge(long offsetUs, long arrivalUs, uint uptimeMs)
    {
        if (arrivalUs - _windowBeganUs > WindowUs)
        {
            _windowBeganUs = arrivalUs;
            _offsetBeforeUs = _offsetUs;
            _offsetUs = offsetUs;
        }

        _offsetUs = Math.Min(_offsetUs, offsetUs);
        long lateUs = offsetUs - Math.Min(_offsetUs, _offsetBeforeUs);
        if (lateUs <= Tolerance)
        {
            NoteInTime(arrivalUs);
            return arrivalUs;
        }

        return PlaceLate(lateUs, arrivalUs, uptimeMs);
    }

    private void NoteInTime(long arrivalUs)
    {
        _lateSinceUs = -1;
        _inTime++;
        _believed |= _inTime >= LeastInTime && arrivalUs - _inTimeSinceUs >= ProbationUs;
    }

    private long PlaceLate(long lateUs, long arrivalUs, uint uptimeMs)
    {
        _lateSinceUs = _lateSinceUs < 0 ? arrivalUs : _lateSinceUs;
        if (!_believed || arrivalUs - _lateSinceUs > LongestDelayUs)
        {
            Faults += _believed ? 1 : 0;
            Begin(uptimeMs, arrivalUs);
            return arrivalUs;
        }

        if (lateUs > MostLateUs)
        {
            TooLate++;
            return arrivalUs;
        }

        // On a clock that ticks coarsely the sample lies, on average, half a tick after the last one.
        Placed++;
        return arrivalUs - lateUs + (_stepMs > 1 ? _stepMs * 500L : 0);
    }
}
