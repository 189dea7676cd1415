using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks.Otlp;

namespace Weir.Export.Sinks.Loki;

/// <summary>Grafana Loki, and whatever speaks its push protocol: Alloy, Grafana Cloud, gateways.</summary>
public sealed class LokiSinkType : ISinkType
{
    private const string OtlpPush = "/otlp/v1/logs";

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
        string protocol = settings.Text("protocol", "json");
        if (protocol is not ("json" or "otlp"))
        {
            settings.Refuse("protocol", $"'{protocol}': expected json or otlp");
        }

        LokiOptions options = LokiOptions.Read(settings, protocol == "otlp" ? OtlpPush : LokiOptions.DefaultPush);
        HttpSender http = HttpSender.Create(settings, context, gzip: true);
        return protocol == "otlp" ? new OtlpSink(Otlp(options, context), http) : new LokiSink(options, http, context.Time);
    }

    private static OtlpOptions Otlp(LokiOptions options, SinkContext context) => new()
    {
        Url = options.Url,
        Resource = options.Labels,
        Version = context.Version,
        Headers = options.Headers,
    };
}
