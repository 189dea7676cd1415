namespace Weir.Scripting;

/// <summary>An HTTP request for a script's handler.</summary>
public sealed record ScriptRequest
{
    /// <summary>App of the script; null for a script of <c>script.file</c>, or when <see cref="Script"/> is written <c>app~file</c>.</summary>
    public string? App { get; init; }

    /// <summary>File name of the script, or <c>app~file</c>.</summary>
    public required string Script { get; init; }

    /// <summary>GET, PUT, POST, DELETE, ...</summary>
    public required string Method { get; init; }

    /// <summary>Decoded path components between the script's name and the format.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Last path component: <c>json</c>, <c>txt</c>, ...</summary>
    public string Format { get; init; } = "json";

    /// <summary>Query parameters; each has one value or more.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Path and query as the client sent them.</summary>
    public string? Url { get; init; }

    /// <summary>Headers by lower-case name; several values of one header are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Content type of the body; null when there was none.</summary>
    public string? ContentType { get; init; }

    /// <summary>Body as text; null when there was none.</summary>
    public string? Body { get; init; }
}
