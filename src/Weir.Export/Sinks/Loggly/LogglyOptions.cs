using System.Globalization;
using Weir.Export.Settings;

namespace Weir.Export.Sinks.Loggly;

/// <summary>Settings of a Loggly sink that speaks HTTP.</summary>
public sealed record LogglyOptions
{
    private const int MaxTag = 64; // Loggly cuts longer tags.

    /// <summary>Where requests go: inputs for one event each, bulk for one event a line.</summary>
    public required Uri Url { get; init; }

    /// <summary>True: one event a request.</summary>
    public bool Single { get; init; }

    /// <summary>The customer token; empty when it is missing.</summary>
    public static string ReadToken(SinkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string? token = settings.SecretOrNull("token");
        if (token is null || token.Length is 0 or > 200 || !token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            settings.Refuse("token", token is null ? "is missing" : "expected letters, digits and dashes");
            return "";
        }

        return token;
    }

    /// <summary>The tags; <c>http</c> when none are written, as in the article this sink replaces a script of.</summary>
    public static IReadOnlyList<string> ReadTags(SinkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        IReadOnlyList<string> tags = settings.Has("tags") ? settings.List("tags") : ["http"];
        foreach (string tag in tags)
        {
            if (tag.Length is 0 or > MaxTag || !char.IsAsciiLetterOrDigit(tag[0]) || !tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                settings.Refuse("tags", string.Create(CultureInfo.InvariantCulture, $"'{tag}': expected at most {MaxTag} letters, digits, dashes, dots and underscores, a letter or digit first"));
            }
        }

        return tags;
    }

    /// <summary>Reads them.</summary>
    /// <param name="settings">Settings; what is wrong is added to their problems.</param>
    /// <param name="single">One event a request.</param>
    public static LogglyOptions Read(SinkSettings settings, bool single)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Uri url = settings.Url("url", "https://logs-01.loggly.com") ?? new Uri("https://logs-01.loggly.com");
        IReadOnlyList<string> tags = ReadTags(settings);
        string path = $"/{(single ? "inputs" : "bulk")}/{ReadToken(settings)}/" + (tags.Count > 0 ? $"tag/{string.Join(',', tags)}/" : "");
        return new LogglyOptions { Url = new Uri(url.GetLeftPart(UriPartial.Authority) + url.AbsolutePath.TrimEnd('/') + path), Single = single };
    }
}
