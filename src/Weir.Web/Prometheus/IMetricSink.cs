namespace Weir.Web.Prometheus;

/// <summary>Receives the numbers of one scrape.</summary>
/// <remarks>
/// Names follow the Prometheus conventions: <c>weir_ingest_datagrams_total</c> for a counter, base units, no prefix is added.
/// A name or label that is none is mended (other characters become <c>_</c>); the same series given twice keeps the last value.
/// </remarks>
public interface IMetricSink
{
    /// <summary>A number that only grows.</summary>
    /// <param name="name">Metric name, ends with <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="value">Value since start.</param>
    /// <param name="labels">Label names and values.</param>
    void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels);

    /// <summary>A number that goes up and down.</summary>
    /// <param name="name">Metric name.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="value">Value now.</param>
    /// <param name="labels">Label names and values.</param>
    void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels);

    /// <summary>A quantile of something measured; without sum and count, which a window of the last values has not.</summary>
    /// <param name="name">Metric name, in base units.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="quantile">0 to 1.</param>
    /// <param name="value">Value at that quantile.</param>
    /// <param name="labels">Label names and values, without <c>quantile</c>.</param>
    void Quantile(string name, string help, double quantile, double value, params ReadOnlySpan<(string Name, string Value)> labels);
}
