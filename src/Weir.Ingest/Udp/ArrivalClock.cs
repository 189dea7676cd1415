namespace Weir.Ingest.Udp;

/// <summary>Engine time for live datagrams: the wall clock, but it never goes backwards and never runs more than 1 % wrong.</summary>
/// <remarks>
/// Rates divide by time, so a wall clock that NTP steps back must not stop or reverse them. Time advances with the monotonic clock,
/// and the difference to the wall clock is worked off at 1 % of the time that passes. When the wall clock is more than ten seconds
/// ahead (no battery clock at boot, a suspended machine), it is followed at once: forwards is harmless.
/// Not thread safe: one for each receive loop.
/// </remarks>
internal sealed class ArrivalClock
{
    private const long JumpUs = 10_000_000;
    private const long SlewDivisor = 100;

    private readonly TimeProvider _time;
    private long _lastTicks;
    private long _nowUs;

    public ArrivalClock(TimeProvider time)
    {
        _time = time;
        _lastTicks = time.GetTimestamp();
        _nowUs = WallUs();
    }

    /// <summary>Moves on to the present.</summary>
    /// <param name="ticks">The monotonic clock now, as the caller has read it.</param>
    /// <returns>Microseconds since the epoch.</returns>
    public long Advance(long ticks)
    {
        long elapsedUs = Math.Max(0, (long)_time.GetElapsedTime(_lastTicks, ticks).TotalMicroseconds);
        if (elapsedUs == 0)
        {
            return _nowUs;
        }

        _lastTicks = ticks;
        long behindUs = WallUs() - (_nowUs + elapsedUs);
        long slewUs = elapsedUs / SlewDivisor;
        _nowUs += elapsedUs + (behindUs > JumpUs ? behindUs : Math.Clamp(behindUs, -slewUs, slewUs));
        return _nowUs;
    }

    private long WallUs() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
