using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Testing.Receivers;

/// <summary>A syslog message, read strictly by RFC 5424 section 6 or RFC 3164 section 4.1.</summary>
public sealed partial record SyslogMessage
{
    /// <summary>Facility, 0 to 23.</summary>
    public required int Facility { get; init; }

    /// <summary>Severity, 0 to 7.</summary>
    public required int Severity { get; init; }

    /// <summary>Time as it was written.</summary>
    public required string Time { get; init; }

    /// <summary>HOSTNAME.</summary>
    public required string Host { get; init; }

    /// <summary>APP-NAME or TAG.</summary>
    public required string App { get; init; }

    /// <summary>MSGID; empty with RFC 3164.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Structured data: element, parameter, value.</summary>
    public IReadOnlyList<(string Element, string Name, string Value)> Data { get; init; } = [];

    /// <summary>The message, without a byte order mark.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it had one.</summary>
    public bool HadMark { get; init; }

    /// <summary>A parameter's value; empty when there is none.</summary>
    public string this[string name] => Data.FirstOrDefault(d => d.Name == name).Value ?? "";

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SyslogMessage Parse(ReadOnlySpan<byte> message)
    {
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(message);
        Match match = New().Match(text);
        if (match.Success)
        {
            int at = match.Length;
            List<(string, string, string)> data = ReadData(text, ref at);
            string rest = at == text.Length ? "" : text[at] == ' ' ? text[(at + 1)..] : throw new FormatException("no blank behind the structured data");
            bool mark = rest.StartsWith('\ufeff');
            return Create(match) with { MessageId = match.Groups["msgid"].Value, Data = data, Text = mark ? rest[1..] : rest, HadMark = mark };
        }

        match = Old().Match(text);
        return match.Success ? Create(match) with { Text = text[match.Length..] } : throw new FormatException($"no syslog message: {text}");
    }

    private static SyslogMessage Create(Match match)
    {
        int priority = int.Parse(match.Groups["pri"].Value, CultureInfo.InvariantCulture);
        return new SyslogMessage
        {
            Facility = priority <= 191 ? priority / 8 : throw new FormatException($"priority {priority}"),
            Severity = priority % 8,
            Time = match.Groups["time"].Value,
            Host = match.Groups["host"].Value,
            App = match.Groups["app"].Value,
            Text = "",
        };
    }

    private static List<(string Element, string Name, string Value)> ReadData(string text, ref int at)
    {
        List<(string, string, string)> data = [];
        if (text[at] == '-')
        {
            at++;
            return data;
        }

        while (at < text.Length && text[at] == '[')
        {
            Match element = Element().Match(text, at + 1);
            at = element.Success ? at + 1 + element.Length : throw new FormatException("no SD-ID");
            while (text[at] == ' ')
            {
                Match parameter = Parameter().Match(text, at + 1);
                at = parameter.Success ? at + 1 + parameter.Length : throw new FormatException($"no SD-PARAM at {at}: {text}");
                data.Add((element.Value, parameter.Groups[1].Value, Escape().Replace(parameter.Groups[2].Value, "$1")));
            }

            at = text[at] == ']' ? at + 1 : throw new FormatException("structured data does not end");
        }

        return data;
    }

    [GeneratedRegex(@"^<(?<pri>\d{1,3})>1 (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)) (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) (?<proc>[!-~]{1,128}) (?<msgid>[!-~]{1,32}) (?=[-\[])")]
    private static partial Regex New();

    [GeneratedRegex(@"^<(?<pri>\d{1,3})>(?<time>(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 1-3]\d \d\d:\d\d:\d\d) (?<host>[!-~]+) (?<app>[A-Za-z0-9_./-]{1,32}): ")]
    private static partial Regex Old();

    [GeneratedRegex(@"\G[!#-<>-\\^-~]{1,48}")]
    private static partial Regex Element();

    [GeneratedRegex(@"\G([!#-<>-\\^-~]{1,32})=""((?:\\[""\\\]]|[^""\\\]])*)""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\([""\\\]])")]
    private static partial Regex Escape();
}
