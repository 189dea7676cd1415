using System.Text;

namespace Weir.Export.Sinks.Syslog;

/// <summary>Texts within the bounds of syslog's grammar, RFC 5424 section 6.</summary>
internal static class SyslogText
{
    private const string Nil = "-";

    /// <summary>True for an SD-NAME: printable ASCII without blank, <c>=</c>, <c>]</c> and quote.</summary>
    public static bool IsName(string text, int maxLength) => text.Length > 0 && text.Length <= maxLength && text.All(IsNameCharacter);

    /// <summary>An SD-NAME made of any text; other characters become underscores.</summary>
    public static string Name(string text, int maxLength)
    {
        string name = string.Concat(text.Take(maxLength).Select(c => IsNameCharacter(c) ? c : '_'));
        return name.Length == 0 ? "_" : name;
    }

    /// <summary>A header's word: printable ASCII without blanks; <c>-</c> for nothing.</summary>
    public static string Word(string text, int maxLength)
    {
        string word = string.Concat(text.Take(maxLength).Select(c => c is > ' ' and <= '~' ? c : '_'));
        return word.Length == 0 ? Nil : word;
    }

    /// <summary>RFC 3164's TAG: letters and digits; underscore, dash, dot and slash are taken everywhere too.</summary>
    public static string Tag(string text)
    {
        string tag = string.Concat(text.Take(32).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' ? c : '_'));
        return tag.Length == 0 ? "weir" : tag;
    }

    /// <summary>A PARAM-VALUE with its escapes, RFC 5424 section 6.3.3.</summary>
    public static void AppendValue(StringBuilder output, string value)
    {
        foreach (char c in value)
        {
            if (c is '"' or '\\' or ']')
            {
                output.Append('\\');
            }

            output.Append(char.IsControl(c) ? ' ' : c);
        }
    }

    /// <summary>A line: control characters, line feeds among them, become blanks, so that no message makes a second one.</summary>
    public static string Line(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>As much of a text as fits that many bytes of UTF-8; no character is cut in two.</summary>
    public static string Fit(string text, int maxBytes)
    {
        if (maxBytes <= 0)
        {
            return "";
        }

        if (text.Length * 3L <= maxBytes || Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        byte[] room = new byte[maxBytes];
        Encoding.UTF8.GetEncoder().Convert(text, room, flush: false, out int used, out _, out _);
        return text[..used];
    }

    private static bool IsNameCharacter(char c) => c is > ' ' and <= '~' and not ('=' or ']' or '"');
}
