using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary>Settings of a sink for Alertmanager.</summary>
internal sealed record AlertmanagerOptions
{
    /// <summary>Where alerts go: every member of the cluster, with the path of its interface.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>True: every member must take it; false: one suffices, and the others get it when alerts are sent again.</summary>
    public required bool NeedsAll { get; init; }

    /// <summary>Labels, which are an alert's identity; names as Prometheus has them.</summary>
    public required IReadOnlyList<KeyValuePair<string, EventTemplate>> Labels { get; init; }

    /// <summary>Whether the severity of the event that began it is a label.</summary>
    public required bool SeverityLabel { get; init; }

    /// <summary>Which events begin and end something.</summary>
    public required LifeCycle LifeCycle { get; init; }

    /// <summary>How often alerts that fire are sent again.</summary>
    public required TimeSpan Resend { get; init; }

    /// <summary>How long an alert fires when nothing more is heard of it.</summary>
    public required TimeSpan Hold { get; init; }

    /// <summary>How long an event that stands alone is an alert.</summary>
    public required TimeSpan ResolveAfter { get; init; }

    /// <summary>Link behind the alert; null for none.</summary>
    public string? GeneratorUrl { get; init; }
}
