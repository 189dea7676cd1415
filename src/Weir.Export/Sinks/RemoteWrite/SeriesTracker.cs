namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Gathers points into series and remembers which series live, so that those that end get a stale marker.</summary>
/// <remarks>
/// Time is that of the points, never the clock: a backlog that is sent after an outage ends nothing that it should not. What is
/// remembered changes only with <see cref="Commit"/>, so that the same points make the same request again.
/// The table is bounded; a series that finds no place is sent like any other but never marked, and counted.
/// </remarks>
internal sealed class SeriesTracker
{
    private const int MaxEndedPerRequest = 2_000;

    private readonly RemoteLabels _labels;
    private readonly long _staleAfterMs;
    private readonly int _capacity;
    private readonly Dictionary<string, (RemoteSeries Series, long LastMs)> _live = new(StringComparer.Ordinal);
    private long _lookedMs = long.MinValue;

    /// <param name="labels">Makes labels.</param>
    /// <param name="staleAfter">How long a series is without points before it has ended; zero marks none.</param>
    /// <param name="capacity">Most series that are remembered.</param>
    public SeriesTracker(RemoteLabels labels, TimeSpan staleAfter, int capacity)
    {
        _labels = labels;
        _staleAfterMs = (long)staleAfter.TotalMilliseconds;
        _capacity = capacity;
    }

    /// <summary>Series that found no place in the table.</summary>
    public long Untracked { get; private set; }

    /// <summary>Series that are remembered.</summary>
    public int Count => _live.Count;

    /// <summary>The request for these points.</summary>
    public RemoteWriteBatch Prepare(IReadOnlyList<MetricPoint> points)
    {
        Dictionary<string, RemoteSeries> gathered = new(StringComparer.Ordinal);
        List<RemoteSeries> order = [];
        long newest = long.MinValue;
        foreach (MetricPoint point in points)
        {
            RemoteSeries series = _labels.Series(point);
            if (!gathered.TryAdd(series.Key, series))
            {
                series = gathered[series.Key];
            }
            else
            {
                order.Add(series);
            }

            AddSample(series, point.TimeMs, BitConverter.DoubleToUInt64Bits(point.Value));
            newest = Math.Max(newest, point.TimeMs);
        }

        return new RemoteWriteBatch(order, Ended(gathered, newest), newest);
    }

    /// <summary>The receiver has the request.</summary>
    public void Commit(RemoteWriteBatch batch)
    {
        if (_staleAfterMs <= 0)
        {
            return;
        }

        foreach (RemoteSeries ended in batch.Ended)
        {
            _live.Remove(ended.Key);
        }

        foreach (RemoteSeries series in batch.Series)
        {
            if (_live.ContainsKey(series.Key) || _live.Count < _capacity)
            {
                _live[series.Key] = (series, series.Samples[^1].TimeMs);
            }
            else
            {
                Untracked++;
            }
        }

        if (batch.Ended.Count < MaxEndedPerRequest)
        {
            _lookedMs = Math.Max(_lookedMs, batch.NewestMs);
        }
    }

    // Receivers refuse a request with two samples of one time: points that become one series keep the first.
    private static void AddSample(RemoteSeries series, long timeMs, ulong bits)
    {
        int at = series.Samples.Count;
        while (at > 0 && series.Samples[at - 1].TimeMs >= timeMs)
        {
            if (series.Samples[--at].TimeMs == timeMs)
            {
                return;
            }
        }

        series.Samples.Insert(at, (timeMs, bits));
    }

    private List<RemoteSeries> Ended(Dictionary<string, RemoteSeries> present, long newestMs)
    {
        List<RemoteSeries> ended = [];
        // The table may be large and requests many: a quarter of the time is exact enough to look at it.
        if (_staleAfterMs <= 0 || (_lookedMs != long.MinValue && newestMs < _lookedMs + (_staleAfterMs / 4)))
        {
            return ended;
        }

        foreach ((string key, (RemoteSeries series, long lastMs)) in _live)
        {
            if (lastMs + _staleAfterMs <= newestMs && !present.ContainsKey(key) && ended.Count < MaxEndedPerRequest)
            {
                RemoteSeries marker = new() { Key = key, Labels = series.Labels };
                marker.Samples.Add((newestMs, RemoteSeries.StaleMarker));
                ended.Add(marker);
            }
        }

        return ended;
    }
}
