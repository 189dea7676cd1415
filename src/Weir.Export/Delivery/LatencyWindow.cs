namespace Weir.Export.Delivery;

/// <summary>The last thousand latencies of a sink. Not thread-safe; 8 kB.</summary>
internal sealed class LatencyWindow
{
    private readonly double[] _last = new double[1_000];
    private long _count;

    public void Add(double ms) => _last[_count++ % _last.Length] = ms;

    /// <summary>The value below which that share lies; null before the first.</summary>
    public double? Percentile(double share)
    {
        int length = (int)Math.Min(_count, _last.Length);
        if (length == 0)
        {
            return null;
        }

        double[] sorted = _last[..length];
        Array.Sort(sorted);
        return sorted[(int)Math.Min(length - 1, Math.Floor(share * length))];
    }
}
