using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary><c>type: remotewrite</c>: Prometheus, Mimir, VictoriaMetrics, Thanos and whoever else takes remote write.</summary>
internal sealed class RemoteWriteSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "remotewrite";

    /// <inheritdoc/>
    public string Summary => "Metrics to Prometheus, VictoriaMetrics, Mimir and others by remote write";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        Uri? url = settings.Url("url");
        RemoteLabels labels = new(settings.Text("prefix", "sflow_"), settings.Map("labels"));
        SeriesTracker tracker = new(labels, settings.Duration("stale_after", TimeSpan.FromMinutes(1)), settings.Number("max_series", 100_000, 0, 10_000_000));
        bool isVersion2 = settings.Number("version", 1, 1, 2) == 2;
        return new RemoteWriteSink(HttpSender.Create(settings, context), url ?? Placeholder.Url, tracker, isVersion2, context);
    }
}
