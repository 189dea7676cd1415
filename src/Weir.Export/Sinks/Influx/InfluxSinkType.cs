using Weir.Export.Http;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Influx;

/// <summary><c>type: influx</c>: InfluxDB 1 and 2, and the many that take their line protocol.</summary>
internal sealed class InfluxSinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "influx";

    /// <inheritdoc/>
    public string Summary => "Metrics and events to InfluxDB 1 or 2 by line protocol";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new InfluxSink(HttpSender.Create(settings, context, gzip: true), Read(settings));
    }

    internal static InfluxOptions Read(SinkSettings settings)
    {
        string precision = settings.Text("precision", "ms");
        (long times, long divides) = precision switch
        {
            "ns" => (1_000_000L, 1L),
            "us" => (1_000, 1),
            "ms" => (1, 1),
            "s" => (1, 1_000),
            _ => (0, 1),
        };
        if (times == 0)
        {
            settings.Refuse("precision", $"'{precision}': expected ns, us, ms or s");
        }

        Uri url = settings.Url("url") ?? Placeholder.Url;
        string? token = settings.SecretOrNull("token");
        Func<string, Uri> address = Address(settings, url);
        IReadOnlyList<string> tags = settings.List("event_tags");
        return new InfluxOptions
        {
            EventUrl = address("ns"),
            PointUrl = address(precision),
            TimesPerMs = times,
            MsPerTime = divides,
            Measurement = settings.TextOrNull("measurement"),
            EventMeasurement = settings.Text("event_measurement", "weir_events"),
            EventTags = tags.Count > 0 ? tags : ["kind", "service", "severity"],
            Tags = settings.Map("tags"),
            Headers = token is null ? [] : [new("Authorization", "Token " + token)],
        };
    }

    // A bucket means version 2, a database version 1.
    private static Func<string, Uri> Address(SinkSettings settings, Uri url)
    {
        string? bucket = settings.TextOrNull("bucket");
        string? database = settings.TextOrNull("database");
        string? org = settings.TextOrNull("org");
        string? retention = settings.TextOrNull("retention_policy");
        if (bucket is null == database is null)
        {
            settings.Refuse("", "expected either bucket (InfluxDB 2) or database (InfluxDB 1)");
        }

        if (bucket is null && org is not null)
        {
            settings.Refuse("org", "belongs to bucket");
        }

        if (database is null && retention is not null)
        {
            settings.Refuse("retention_policy", "belongs to database");
        }

        string root = url.AbsoluteUri.Split('?')[0].TrimEnd('/');
        return precision => bucket is not null
            ? new Uri($"{root}/api/v2/write?bucket={Uri.EscapeDataString(bucket)}{Part("org", org)}&precision={precision}")
            : new Uri($"{root}/write?db={Uri.EscapeDataString(database ?? "")}{Part("rp", retention)}&precision={(precision == "us" ? "u" : precision)}");
    }

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
