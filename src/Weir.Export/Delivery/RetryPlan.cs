using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>How long to pause after a failure: exponential with full jitter, the receiver's own wish, a circuit that opens, seconds while nobody is there, long pauses for what a person must mend.</summary>
/// <remarks>
/// A trial through a half-open circuit is the very request that failed: another division of its events would be a different request to receivers that
/// know requests by a key. Used by one worker.
/// </remarks>
internal sealed class RetryPlan(DeliverySettings settings, Random random)
{
    /// <summary>Longest wish of a receiver that is granted: a mistaken header must not end delivery for days.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(15);

    /// <summary>First and longest pause for what a person must mend.</summary>
    public static readonly TimeSpan MendingMin = TimeSpan.FromMinutes(1);

    /// <summary>See <see cref="MendingMin"/>.</summary>
    public static readonly TimeSpan MendingMax = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>State during the pause that was planned last; <see cref="SinkState.Idle"/> after a success.</summary>
    public SinkState State { get; private set; }

    /// <summary>A request was taken, wholly or in part.</summary>
    public void Succeeded()
    {
        Failures = 0;
        State = SinkState.Idle;
    }

    /// <summary>A request failed.</summary>
    /// <returns>How long to pause.</returns>
    public TimeSpan Failed(SendResult result)
    {
        Failures++;
        if (result.Outcome == SendOutcome.Misconfigured)
        {
            State = SinkState.Misconfigured;
            return Doubled(MendingMin, MendingMax);
        }

        TimeSpan pause = Max(Least, Doubled(settings.RetryMin, settings.RetryMax) * random.NextDouble());
        State = SinkState.Retrying;
        if (Failures >= settings.BreakerFailures)
        {
            State = SinkState.Open;
            pause = Max(pause, settings.BreakerPause * (1 + (0.1 * random.NextDouble())));
        }

        if (result.IsUnreachable)
        {
            // An attempt to connect spares a receiver that is down nothing by coming later, and whoever mended it waits for the first event.
            return Max(Least, Doubled(Shorter(settings.RetryMin, settings.BreakerProbe), settings.BreakerProbe) * (0.5 + (0.5 * random.NextDouble())));
        }

        if (result.RetryAfter is { } wish)
        {
            // A little later than asked: a thousand clients that were told the same second should not meet again in it.
            wish = wish < LongestRetryAfter ? wish : LongestRetryAfter;
            pause = Max(pause, wish * (1 + (0.1 * random.NextDouble())));
        }

        return pause;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan Doubled(TimeSpan min, TimeSpan max)
    {
        double factor = Math.Pow(2, Math.Min(Failures - 1, 40));
        return min * factor < max ? min * factor : max;
    }
}
