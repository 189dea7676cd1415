namespace Weir.Analytics.Flows.Plans;

/// <summary>The functions of flow definitions that work on text.</summary>
internal static class TextFunctions
{
    /// <summary>First <paramref name="count"/> tokens; all of them when there are fewer.</summary>
    public static string Prefix(string text, string delimiter, int count)
    {
        int end = -delimiter.Length;
        for (int i = 0; i < count; i++)
        {
            end = text.IndexOf(delimiter, end + delimiter.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                return text;
            }
        }

        return count == 0 ? "" : text[..end];
    }

    /// <summary>Last <paramref name="count"/> tokens; all of them when there are fewer.</summary>
    public static string Suffix(string text, string delimiter, int count)
    {
        string[] tokens = text.Split(delimiter);
        return tokens.Length <= count ? text : string.Join(delimiter, tokens[^count..]);
    }

    /// <summary>First token that is one of those wanted; null when none is.</summary>
    public static string? First(string text, string delimiter, string[] wanted)
    {
        foreach (string token in text.Split(delimiter))
        {
            if (Array.IndexOf(wanted, token) >= 0)
            {
                return token;
            }
        }

        return null;
    }

    /// <summary>Part of a URL by name; null when the URL has no such part, or is none.</summary>
    public static string? UriPart(string text, string part)
    {
        if (!Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri))
        {
            return null;
        }

        if (part is "isabsolute" or "isopaque")
        {
            bool opaque = uri.IsAbsoluteUri && !text.Contains(":/", StringComparison.Ordinal);
            return (part == "isabsolute" ? uri.IsAbsoluteUri : opaque) ? "true" : "false";
        }

        return uri.IsAbsoluteUri && !text.StartsWith('/') ? AbsolutePart(uri, part) : RelativePart(text, part);
    }

    /// <summary>Names of the parts of a URL.</summary>
    public static readonly string[] UriParts =
        ["normalized", "scheme", "user", "authority", "host", "port", "path", "file", "extension", "query", "fragment", "isabsolute", "isopaque"];

    private static string? AbsolutePart(Uri uri, string part) => part switch
    {
        "normalized" => uri.AbsoluteUri,
        "scheme" => uri.Scheme,
        "user" => NullIfEmpty(uri.UserInfo),
        "authority" => NullIfEmpty(uri.UserInfo.Length > 0 ? $"{uri.UserInfo}@{uri.Authority}" : uri.Authority),
        "host" => NullIfEmpty(uri.Host),
        "port" => uri.IsDefaultPort || uri.Port < 0 ? null : $"{uri.Port}",
        _ => RelativePart(uri.PathAndQuery + uri.Fragment, part),
    };

    private static string? RelativePart(string text, string part)
    {
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        string? fragment = hash < 0 ? null : text[(hash + 1)..];
        string rest = hash < 0 ? text : text[..hash];
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        string? query = mark < 0 ? null : rest[(mark + 1)..];
        string path = mark < 0 ? rest : rest[..mark];
        string file = path[(path.LastIndexOf('/') + 1)..];
        int dot = file.LastIndexOf('.');
        return part switch
        {
            "normalized" => text,
            "path" => path,
            "file" => NullIfEmpty(file),
            "extension" => dot < 0 ? null : file[(dot + 1)..],
            "query" => query,
            "fragment" => fragment,
            _ => null,
        };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
