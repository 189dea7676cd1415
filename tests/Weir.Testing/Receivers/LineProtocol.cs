using System.Globalization;
using System.Text;

namespace Weir.Testing.Receivers;

/// <summary>A line of InfluxDB's line protocol, read by the rules of its reference.</summary>
public sealed record LineProtocol
{
    /// <summary>Measurement, without escapes.</summary>
    public required string Measurement { get; init; }

    /// <summary>Tags in the order of the line.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; }

    /// <summary>Fields in the order of the line: a double, long, bool or string.</summary>
    public required IReadOnlyList<KeyValuePair<string, object>> Fields { get; init; }

    /// <summary>Time in the request's precision.</summary>
    public required long Time { get; init; }

    /// <summary>Reads every line; null when one of them cannot be read.</summary>
    public static IReadOnlyList<LineProtocol>? ReadAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<LineProtocol> lines = [];
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] == '#' || Read(text, ref at) is not { } line)
            {
                return null;
            }

            lines.Add(line);
        }

        return lines;
    }

    private static LineProtocol? Read(string text, ref int at)
    {
        string measurement = Token(text, ref at, ", ", escapable: ", ");
        List<KeyValuePair<string, string>> tags = [];
        while (at < text.Length && text[at] == ',')
        {
            at++;
            string name = Token(text, ref at, "=, ");
            if (at >= text.Length || text[at] != '=')
            {
                return null;
            }

            at++;
            string value = Token(text, ref at, ", =");
            tags.Add(new(name, value));
            if (name.Length == 0 || value.Length == 0)
            {
                return null;
            }
        }

        List<KeyValuePair<string, object>> fields = [];
        do
        {
            at++;
            string name = Token(text, ref at, "=, ");
            if (name.Length == 0 || at >= text.Length || text[at++] != '=' || Value(text, ref at) is not { } value)
            {
                return null;
            }

            fields.Add(new(name, value));
        }
        while (at < text.Length && text[at] == ',');
        int end = text.IndexOf('\n', at);
        if (measurement.Length == 0 || at >= text.Length || text[at] != ' ' || end < 0 || !long.TryParse(text[(at + 1)..end], CultureInfo.InvariantCulture, out long time))
        {
            return null;
        }

        at = end + 1;
        return new LineProtocol { Measurement = measurement, Tags = tags, Fields = fields, Time = time };
    }

    // Until one of the ends that is not escaped; a line feed always ends. A backslash before anything that needs none is itself.
    private static string Token(string text, ref int at, string ends, string escapable = ",= ")
    {
        StringBuilder token = new();
        for (; at < text.Length && text[at] != '\n' && !ends.Contains(text[at]); at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && escapable.Contains(text[at + 1]))
            {
                at++;
            }

            token.Append(text[at]);
        }

        return token.ToString();
    }

    private static object? Value(string text, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return Quoted(text, ref at);
        }

        string token = Token(text, ref at, ", ");
        return token switch
        {
            "true" => true,
            "false" => false,
            [.. string digits, 'i'] when long.TryParse(digits, CultureInfo.InvariantCulture, out long whole) => whole,
            _ when double.TryParse(token, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
            _ => null,
        };
    }

    private static string? Quoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }

            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] is '"' or '\\'))
            {
                at++;
            }

            value.Append(text[at]);
        }

        return null;
    }
}
