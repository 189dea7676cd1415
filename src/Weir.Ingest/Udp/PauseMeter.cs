namespace Weir.Ingest.Udp;

/// <summary>How long a socket waits for its receive loop: what its buffer has to bridge.</summary>
/// <remarks>
/// Written by the loop's thread, read by anyone. The time from one batch to the loop's readiness for the next is always counted: work, waiting for the gate,
/// garbage collections, the rest, the wait for a core. The time until the next batch came is counted too when that batch is full, for
/// then it was not waited for, it waited: the loop had no core.
/// </remarks>
internal sealed class PauseMeter
{
    private static readonly long[] BoundsUs = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];

    private readonly long _ticksPerMs;
    private readonly long[] _longer = new long[BoundsUs.Length];
    private long _receivedTicks;
    private long _pauseTicks;
    private long _longestTicks;

    /// <summary>Makes a meter of a clock's unit.</summary>
    public PauseMeter(long ticksPerSecond) => _ticksPerMs = Math.Max(1, ticksPerSecond / 1_000);

    /// <summary>Lengths that pauses are compared with, in microseconds, ascending.</summary>
    public static IReadOnlyList<long> Bounds => BoundsUs;

    /// <summary>The longest pause since start, in microseconds.</summary>
    public long LongestUs => Volatile.Read(ref _longestTicks) * 1_000 / _ticksPerMs;

    /// <summary>Pauses that were longer than each of <see cref="Bounds"/>.</summary>
    public long[] Longer()
    {
        long[] counts = new long[_longer.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = Volatile.Read(ref _longer[i]);
        }

        return counts;
    }

    /// <summary>A batch, or none, came out of the socket.</summary>
    /// <param name="ticks">When.</param>
    /// <param name="isFull">More may be waiting.</param>
    public void OnReceived(long ticks, bool isFull)
    {
        if (_receivedTicks != 0)
        {
            Count(isFull ? Math.Max(_pauseTicks, ticks - _receivedTicks) : _pauseTicks);
        }

        _receivedTicks = ticks;
        _pauseTicks = 0;
    }

    /// <summary>The loop is about to take the next batch.</summary>
    /// <param name="ticks">When.</param>
    public void OnReady(long ticks) => _pauseTicks = ticks - _receivedTicks;

    private void Count(long pauseTicks)
    {
        if (pauseTicks <= _ticksPerMs)
        {
            return;
        }

        Volatile.Write(ref _longestTicks, Math.Max(_longestTicks, pauseTicks));
        long pauseUs = pauseTicks * 1_000 / _ticksPerMs;
        for (int i = 0; i < BoundsUs.Length && pauseUs > BoundsUs[i]; i++)
        {
            Volatile.Write(ref _longer[i], _longer[i] + 1);
        }
    }
}
