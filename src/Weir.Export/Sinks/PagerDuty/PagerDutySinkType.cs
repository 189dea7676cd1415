using Weir.Export.Http;
using Weir.Export.Settings;
using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.PagerDuty;

/// <summary><c>type: pagerduty</c>: alarms of PagerDuty, opened and closed by Events API version 2.</summary>
internal sealed class PagerDutySinkType : ISinkType
{
    /// <inheritdoc/>
    public string Name => "pagerduty";

    /// <inheritdoc/>
    public string Summary => "Alarms in PagerDuty: triggered and resolved by events";

    /// <inheritdoc/>
    public IReadOnlyList<string> Triggers { get; } = ["routing_key"];

    /// <inheritdoc/>
    public ISink Create(SinkSettings settings, SinkContext context)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        PagerDutyOptions options = new()
        {
            Url = settings.Url("url", "https://events.pagerduty.com/v2/enqueue") ?? Placeholder.Url,
            RoutingKey = settings.Has("routing_key") ? settings.SecretOrNull("routing_key") ?? "" : settings.Required("routing_key"),
            DedupKey = EventTemplate.Parse(settings.Text("dedup_key", "{{stream}}"), TemplateEscape.None, context.HostName, problem => settings.Refuse("dedup_key", problem)),
            LifeCycle = LifeCycle.Read(settings.Section("life_cycle")),
            Source = settings.Text("source", context.HostName),
            ClientUrl = settings.TextOrNull("client_url"),
        };
        return new PagerDutySink(HttpSender.Create(settings, context), options);
    }
}
