using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Weir.Testing.Receivers;

/// <summary>The part of LogQL with which tests read back: <c>{label="value"} | metadata="value"</c> with <c>= != =~ !~</c>.</summary>
internal static partial class LokiQuery
{
    /// <summary>Answers <c>query_range</c>: start inclusive, end exclusive, newest first unless told otherwise, metadata merged into the stream.</summary>
    public static Reply Answer(IEnumerable<LokiEntry> entries, string query)
    {
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> parameters = QueryHelpers.ParseQuery(query);
        string text = parameters.GetValueOrDefault("query").ToString();
        if (!text.StartsWith('{'))
        {
            return new Reply(400, "parse error : syntax error", "text/plain");
        }

        long start = Time(parameters.GetValueOrDefault("start").ToString(), 0);
        long end = Time(parameters.GetValueOrDefault("end").ToString(), long.MaxValue);
        int limit = (int)Math.Min(5_000, Time(parameters.GetValueOrDefault("limit").ToString(), 100));
        IEnumerable<LokiEntry> found = entries.Where(e => e.TimeNs >= start && e.TimeNs < end);
        foreach (Match match in Matcher().Matches(text))
        {
            found = found.Where(e => Holds(e[match.Groups[1].Value], match.Groups[2].Value, match.Groups[3].Value));
        }

        found = parameters.GetValueOrDefault("direction").ToString() == "forward" ? found.OrderBy(e => e.TimeNs) : found.OrderByDescending(e => e.TimeNs);
        var result = found.Take(limit)
            .GroupBy(e => string.Join('\u0001', Merged(e).Select(m => m.Key + "\u0002" + m.Value)))
            .Select(g => new { stream = Merged(g.First()).ToDictionary(), values = g.Select(e => new[] { e.TimeNs.ToString(CultureInfo.InvariantCulture), e.Line }) });
        return new Reply(200, JsonSerializer.Serialize(new { status = "success", data = new { resultType = "streams", result } }));
    }

    private static IEnumerable<KeyValuePair<string, string>> Merged(LokiEntry entry) =>
        entry.Labels.Concat(entry.Metadata.Where(m => !entry.Labels.ContainsKey(m.Key))).OrderBy(m => m.Key, StringComparer.Ordinal);

    private static bool Holds(string value, string operation, string operand) => operation switch
    {
        "=" => value == operand,
        "!=" => value != operand,
        "=~" => Regex.IsMatch(value, $"^(?:{operand})$"),
        _ => !Regex.IsMatch(value, $"^(?:{operand})$"),
    };

    private static long Time(string text, long otherwise) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : otherwise;

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"")]
    private static partial Regex Matcher();
}
