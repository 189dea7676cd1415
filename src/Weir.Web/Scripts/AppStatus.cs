using System.Text.Json.Serialization;

namespace Weir.Web.Scripts;

/// <summary>One installed app, as <c>GET /app/json</c> shows it.</summary>
public sealed record AppStatus
{
    /// <summary>Folder name, which is also its name in URLs.</summary>
    public required string Name { get; init; }

    /// <summary>True when every script of the app runs (an app of pages only always does).</summary>
    public required bool Running { get; init; }

    /// <summary>Folder with its pages; null when it has none. Not part of the JSON.</summary>
    [JsonIgnore]
    public string? HtmlRoot { get; init; }

    /// <summary>Address of its pages relative to the server's root; null when it has none.</summary>
    public string? Html => HtmlRoot is null ? null : $"app/{Uri.EscapeDataString(Name)}/html/";
}
