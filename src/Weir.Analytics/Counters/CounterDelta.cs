namespace Weir.Analytics.Counters;

/// <summary>Growth of cumulative counters between two samples.</summary>
/// <remarks>
/// A 32-bit counter that went back has wrapped when it then grew by less than half its range; a 64-bit one likewise. A greater step
/// back is a reset: the counters of that record begin again and give no rate for the interval.
/// </remarks>
internal static class CounterDelta
{
    /// <summary>Faster than anything there is (a petabyte a second): such a step is no measurement.</summary>
    public const double LargestRate = 1e15;

    /// <summary>Computes the growth; false when the counter was reset in between.</summary>
    /// <param name="wide">True for 64 bits.</param>
    /// <param name="before">The earlier value.</param>
    /// <param name="now">The later value.</param>
    /// <param name="growth">By how much it grew.</param>
    public static bool TryCompute(bool wide, ulong before, ulong now, out ulong growth)
    {
        growth = wide ? unchecked(now - before) : unchecked((uint)now - (uint)before);
        return now >= before || growth < (wide ? 1ul << 63 : 1ul << 31);
    }
}
