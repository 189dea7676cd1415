using Weir.Export.Settings;

namespace Weir.Export.Sinks.Splunk;

/// <summary>Settings of a sink for Splunk's HTTP Event Collector.</summary>
public sealed record SplunkOptions
{
    private const string CollectorPath = "/services/collector";

    // What the collector itself takes for the same, longest first.
    private static readonly string[] EventPaths = [CollectorPath + "/event/1.0", CollectorPath + "/event", CollectorPath];

    /// <summary>Where events and metrics are sent.</summary>
    public required Uri Url { get; init; }

    /// <summary>Where acknowledgements are asked for; null when the operator does not want them.</summary>
    public Uri? AckUrl { get; init; }

    /// <summary>The token of the collector.</summary>
    public required string Token { get; init; }

    /// <summary>Index of events; null takes the token's own.</summary>
    public string? Index { get; init; }

    /// <summary>Index of metrics; null takes the token's own.</summary>
    public string? MetricIndex { get; init; }

    /// <summary>Host of events.</summary>
    public required string Host { get; init; }

    /// <summary>Source of events.</summary>
    public string Source { get; init; } = "weir";

    /// <summary>Source type of events.</summary>
    public string SourceType { get; init; } = "weir:event";

    /// <summary>How long an acknowledgement may take.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is asked for.</summary>
    public TimeSpan AckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    /// <param name="hostName">This machine's name, unless <c>host</c> says otherwise.</param>
    public static SplunkOptions Read(SinkSettings settings, string hostName)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Uri url = settings.Url("url") ?? new Uri("https://127.0.0.1:8088");
        string? token = settings.SecretOrNull("token");
        if (string.IsNullOrEmpty(token) || token.Any(c => c is <= ' ' or > '~'))
        {
            settings.Refuse("token", token is null ? "is missing" : "expected printable ASCII characters without blanks");
        }

        bool acks = settings.Flag("ack", false);
        return new SplunkOptions
        {
            Url = Below(url, "event"),
            AckUrl = acks ? Below(url, "ack") : null,
            Token = token ?? "",
            Index = settings.TextOrNull("index"),
            MetricIndex = settings.TextOrNull("metric_index"),
            Host = settings.Text("host", hostName),
            Source = settings.Text("source", "weir"),
            SourceType = settings.Text("sourcetype", "weir:event"),
            AckTimeout = settings.Duration("ack_timeout", TimeSpan.FromMinutes(2)),
            AckInterval = settings.Duration("ack_interval", TimeSpan.FromSeconds(1)),
        };
    }

    /// <summary>An end point of the collector, from the address of the server or of any form of the collector; a query is kept.</summary>
    private static Uri Below(Uri url, string endPoint)
    {
        string given = url.AbsolutePath.TrimEnd('/');
        string known = EventPaths.FirstOrDefault(path => given.EndsWith(path, StringComparison.Ordinal)) ?? "";
        return new Uri($"{url.GetLeftPart(UriPartial.Authority)}{given[..^known.Length]}{CollectorPath}/{endPoint}{url.Query}");
    }
}
