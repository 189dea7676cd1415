namespace Weir.Export.Events;

/// <summary>Gives events times that strictly increase, so that receivers which sort by time keep the order of events.</summary>
/// <remarks>
/// One clock for each source of time: live events and a replay's have one each. When the source goes back or stands still, times go on by
/// 1 ns from the last one given until the source has caught up: order is kept, at the price of times that lie ahead. Safe from any thread.
/// </remarks>
public sealed class EventClock
{
    private readonly TimeProvider _time;

    // Shared: written by whoever asks for a time.
    private long _lastNs;

    /// <summary>A clock.</summary>
    /// <param name="time">Where <see cref="Now"/> comes from.</param>
    /// <param name="lastNs">The last time that was given before, for one that goes on after a restart.</param>
    public EventClock(TimeProvider time, long lastNs = 0)
    {
        _time = time;
        _lastNs = lastNs;
    }

    /// <summary>The present, in ns since the epoch; later than every time given before.</summary>
    public long Now() => At((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>The given time, in ns since the epoch, or the next one that was not given yet.</summary>
    public long At(long timeNs)
    {
        while (true)
        {
            long last = Volatile.Read(ref _lastNs);
            long next = Math.Max(timeNs, last + 1);
            if (Interlocked.CompareExchange(ref _lastNs, next, last) == last)
            {
                return next;
            }
        }
    }
}
