namespace Weir.Scripting;

/// <summary>What is known of one script: an element of <c>GET /scripts/json</c> and <c>GET /app/{app}/scripts/json</c>.</summary>
public sealed record ScriptStatus
{
    /// <summary>File name, for example <c>ddos.js</c>.</summary>
    public required string Name { get; init; }

    /// <summary>App it belongs to; null for a script of the property <c>script.file</c>.</summary>
    public string? App { get; init; }

    /// <summary>Head comment <c>author</c>.</summary>
    public string? Author { get; init; }

    /// <summary>Head comment <c>version</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Head comment <c>date</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Head comment <c>description</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Head comment <c>copyright</c>.</summary>
    public string? Copyright { get; init; }

    /// <summary>starting, running, restarting, failed or stopped.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed or was restarted last; null when it never was.</summary>
    public string? Error { get; init; }

    /// <summary>Times its process had to be replaced.</summary>
    public long Restarts { get; init; }

    /// <summary>Handlers it has set: event, flow, interval, http.</summary>
    public required IReadOnlyList<string> Handlers { get; init; }

    /// <summary>Counters and queue lengths by name; see <see cref="ScriptCounters"/>.</summary>
    public required ScriptCounters Counters { get; init; }
}
