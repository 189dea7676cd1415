using Weir.Export.Sinks.Webhook;

namespace Weir.Export.Sinks.PagerDuty;

/// <summary>Settings of a sink for PagerDuty.</summary>
internal sealed record PagerDutyOptions
{
    /// <summary>Where events go.</summary>
    public required Uri Url { get; init; }

    /// <summary>Key of the integration.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>What is one alarm: events of a life cycle with the same text open and close it together.</summary>
    public required EventTemplate DedupKey { get; init; }

    /// <summary>Which events begin and end something.</summary>
    public required LifeCycle LifeCycle { get; init; }

    /// <summary>Who says it.</summary>
    public required string Source { get; init; }

    /// <summary>Link behind the alarm; null for none.</summary>
    public string? ClientUrl { get; init; }
}
