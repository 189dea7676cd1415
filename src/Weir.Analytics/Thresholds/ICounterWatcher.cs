using Weir.Analytics.Agents;

namespace Weir.Analytics.Thresholds;

/// <summary>Told of counter metrics as they are updated. Called on the shard's thread, inside its gate.</summary>
public interface ICounterWatcher
{
    /// <summary>True when anybody wants updates of that metric.</summary>
    bool Watches(string metric);

    /// <summary>Changes whenever <see cref="Watches"/> may answer differently; -1 when answers must not be remembered.</summary>
    long Version => -1;

    /// <summary>A metric got a new numeric value.</summary>
    /// <param name="source">Data source it belongs to.</param>
    /// <param name="metric">Metric name.</param>
    /// <param name="value">Rate per second or gauge.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    void Updated(DataSourceState source, string metric, double value, long timeUs);
}
