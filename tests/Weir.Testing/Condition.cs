namespace Weir.Testing;

/// <summary>Waits for what another thread or process will do, with a bound.</summary>
public static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Long enough for a busy machine; a test that needs it has failed.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>True as soon as it holds; false when <see cref="Patience"/> ran out.</returns>
    public static async Task<bool> HoldsAsync(Func<bool> condition, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(condition);
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(Interval);
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(cancel);
        }

        return true;
    }
}
