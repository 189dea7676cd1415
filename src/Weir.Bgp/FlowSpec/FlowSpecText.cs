using System.Globalization;
using System.Text;
using Weir.Bgp.Addressing;

namespace Weir.Bgp.FlowSpec;

/// <summary>
/// One line of text for a rule: <c>version 4 destination 192.0.2.1/32 protocol =17 source-port =53 then traffic-rate 0</c>
/// (components as in RFC 8955 section 4.2.2). Values hold no blanks.
/// </summary>
public static class FlowSpecText
{
    /// <summary>The match part of a rule; <see cref="TryParse"/> reads it back.</summary>
    public static string Format(FlowSpecRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        StringBuilder text = new(rule.IsV6 ? "version 6" : "version 4");
        foreach (FlowSpecComponent component in rule.Components)
        {
            text.Append(' ').Append(FlowSpecNames.Of(component.Type)).Append(' ');
            text.Append(component.IsPrefix ? FormatPrefix(component) : FlowSpecTerms.Format(component));
        }

        return text.ToString();
    }

    /// <summary>Parses a line into a route; every problem is listed.</summary>
    public static bool TryParse(string text, out FlowSpecRoute? route, out IReadOnlyList<FlowSpecProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> match = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> then = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> current = match;
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        List<FlowSpecProblem> found = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] is "then" or "match")
            {
                current = words[i] == "then" ? then : match;
            }
            else if (i + 1 == words.Length)
            {
                found.Add(new FlowSpecProblem(words[i], "a value must follow", IsError: true));
            }
            else if (!current.TryAdd(words[i], words[++i]))
            {
                found.Add(new FlowSpecProblem(words[i - 1], "is given twice", IsError: true));
            }
        }

        bool compiled = FlowSpecCompiler.TryCompile(match, then, out route, out IReadOnlyList<FlowSpecProblem> more);
        problems = [.. found, .. more];
        route = found.Count > 0 ? null : route;
        return compiled && found.Count == 0;
    }

    internal static string FormatPrefix(FlowSpecComponent component) => component.Offset == 0
        ? component.Prefix.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{component.Prefix}+{component.Offset}");

    // An offset is written behind the prefix: 2001:db8::/64+32 compares bits 32 to 63.
    internal static bool TryParsePrefix(ReadOnlySpan<char> text, out IpPrefix prefix, out byte offset)
    {
        offset = 0;
        int plus = text.IndexOf('+');
        bool valid = IpPrefix.TryParse(plus < 0 ? text : text[..plus], out prefix);
        if (plus < 0 || !valid)
        {
            return valid;
        }

        if (!byte.TryParse(text[(plus + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out offset) || !prefix.IsV6 || offset >= prefix.Length)
        {
            return false;
        }

        // Bits before the offset are not compared and must not reach the wire.
        prefix = prefix with { Bits = prefix.Bits << offset >> offset };
        return true;
    }
}
