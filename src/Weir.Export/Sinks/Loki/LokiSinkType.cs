using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Loki;

/// <summary>Grafana Loki, and whatever speaks its push protocol: Alloy, Grafana Cloud, gateways.</summary>
public sealed class LokiSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "loki";

    /// <inheritdoc/>
    public string Summary => "Grafana Loki: one stream a service, fields as structured metadata";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url", "host"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        return new LokiSink(LokiOptions.Read(settings), HttpSender.Create(settings, context, gzip: true));
    }
}
