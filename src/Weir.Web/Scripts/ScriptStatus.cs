namespace Weir.Web.Scripts;

/// <summary>One script, as <c>GET /scripts/json</c> shows it.</summary>
public sealed record ScriptStatus
{
    /// <summary>File name with its <c>.js</c>.</summary>
    public required string Name { get; init; }

    /// <summary>App that owns it; null for a script of <c>script.file</c>.</summary>
    public string? App { get; init; }

    /// <summary>Word for its state: <c>starting</c>, <c>running</c>, <c>failed</c>, <c>stopped</c>.</summary>
    public required string State { get; init; }

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

    /// <summary>Last error with file and line; null when there was none.</summary>
    public string? Error { get; init; }

    /// <summary>Restarts since the server started.</summary>
    public int Restarts { get; init; }

    /// <summary>ms the present run lasts; null when it does not run.</summary>
    public long? Uptime { get; init; }
}
