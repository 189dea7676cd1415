using System.Text.Json;

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

    /// <summary>The body: the JSON value, or a JSON string that holds the text of another content type; null when there is none.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Why the body did not parse; null when nothing is wrong with it.</summary>
    public string? Error { get; init; }
}
