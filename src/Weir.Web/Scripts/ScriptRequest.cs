namespace Weir.Web.Scripts;

/// <summary>A request for a script's HTTP handler, in the words of the script API.</summary>
public sealed record ScriptRequest
{
    /// <summary>App that owns the script; null for a script of <c>script.file</c>.</summary>
    public string? App { get; init; }

    /// <summary>File name with its <c>.js</c>.</summary>
    public required string File { get; init; }

    /// <summary>GET, PUT, POST or DELETE.</summary>
    public required string Method { get; init; }

    /// <summary>Path components between script and format, percent-decoded.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Last path component: <c>json</c>, <c>txt</c> or whatever the caller wrote.</summary>
    public required string Format { get; init; }

    /// <summary>Query parameters; a name may have several values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; }

    /// <summary>Path and query as the caller wrote them.</summary>
    public string? Url { get; init; }

    /// <summary>Request headers, names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Content type of the body; null when there is none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body as text, not parsed; null when there is none.</summary>
    public string? Body { get; init; }
}
