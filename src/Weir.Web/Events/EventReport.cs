namespace Weir.Web.Events;

/// <summary>One event, as <c>GET /api/v1/events</c> shows it: schema version 1 with its place.</summary>
public sealed record EventReport
{
    /// <summary>Position in order of acceptance.</summary>
    public required long Sequence { get; init; }

    /// <summary>Version of the schema.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Stable and unique id.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened: RFC 3339, UTC, with nine digits of a second.</summary>
    public required string Timestamp { get; init; }

    /// <summary>debug, info, notice, warning, error or critical.</summary>
    public required string Severity { get; init; }

    /// <summary>What sort of event.</summary>
    public required string Kind { get; init; }

    /// <summary>Who says it.</summary>
    public required string Service { get; init; }

    /// <summary>What it is about; empty when nothing in particular.</summary>
    public required string Subject { get; init; }

    /// <summary>The line a person reads.</summary>
    public required string Message { get; init; }

    /// <summary>Everything else: texts, numbers, booleans, JSON.</summary>
    public required IReadOnlyDictionary<string, object?> Fields { get; init; }
}
