using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary><c>type: alertmanager</c>: alerts of a Prometheus Alertmanager or a cluster of them, interface version 2.</summary>
internal sealed class AlertmanagerSinkType : ISinkType
{
    private const string Path = "api/v2/alerts";

    private static readonly string[] DefaultLabels = ["alertname", "service", "subject"];

    /// <inheritdoc/>
    public string Name => "alertmanager";

    /// <inheritdoc/>
    public string Summary => "Alerts in a Prometheus Alertmanager or every member of its cluster";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["url", "urls"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        string need = settings.Text("need", "one");
        if (need is not ("one" or "all"))
        {
            settings.Refuse("need", $"'{need}': expected one or all");
        }

        List<KeyValuePair<string, EventTemplate>> labels = Labels(settings, context);
        AlertmanagerOptions options = new()
        {
            Urls = Urls(settings),
            NeedsAll = need == "all",
            Labels = labels,
            SeverityLabel = settings.Flag("severity_label", true) && !labels.Any(l => l.Key == "severity"),
            LifeCycle = LifeCycle.Read(settings.Section("life_cycle")),
            Resend = settings.Duration("resend", TimeSpan.FromMinutes(1)),
            Hold = settings.Duration("hold", TimeSpan.FromHours(4)),
            ResolveAfter = settings.Duration("resolve_after", TimeSpan.FromMinutes(5)),
            GeneratorUrl = settings.TextOrNull("generator_url"),
        };
        return new AlertmanagerSink(HttpSender.Create(settings, context), options, context.Time);
    }

    private static List<Uri> Urls(SinkSettings settings)
    {
        List<Uri> urls = [];
        foreach (string text in settings.Has("urls") ? settings.List("urls") : [settings.Url("url")?.AbsoluteUri ?? Placeholder.Url.AbsoluteUri])
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            {
                urls.Add(new Uri(url.AbsoluteUri.TrimEnd('/') + "/" + Path));
            }
            else
            {
                settings.Refuse("urls", $"'{text}': expected an address that begins with http:// or https://");
            }
        }

        if (urls.Count == 0)
        {
            settings.Refuse("urls", "is empty");
        }

        return urls;
    }

    private static List<KeyValuePair<string, EventTemplate>> Labels(SinkSettings settings, SinkContext context)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string name in DefaultLabels)
        {
            texts[name] = name == "alertname" ? "{{kind}}" : "{{" + name + "}}";
        }

        foreach ((string name, string text) in settings.Map("labels"))
        {
            if (name != AlertLabel.Normal(name))
            {
                settings.Refuse("labels." + name, "is no name of a label: letters, digits and _");
            }

            texts[name] = text;
        }

        return [.. texts.Select(t => KeyValuePair.Create(
            t.Key, EventTemplate.Parse(t.Value, TemplateEscape.None, context.HostName, problem => settings.Refuse("labels." + t.Key, problem))))];
    }
}
