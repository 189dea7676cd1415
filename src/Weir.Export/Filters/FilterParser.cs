using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Export.Events;

namespace Weir.Export.Filters;

/// <summary>Reads the filter language by descending through <c>|</c>, <c>&amp;</c>, <c>!</c> and tests; stops at the first thing that is wrong.</summary>
internal sealed class FilterParser(string text)
{
    // Deeper than anyone writes, shallow enough for every stack.
    private const int MaxDepth = 50;
    private const string Signs = "&|()!=~<>,\"'";
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Operators = ["!=", "!~", "<=", ">=", "=", "~", "<", ">"];

    private int _at;
    private int _depth;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where, counted from 0.</summary>
    public int ProblemAt { get; private set; }

    public bool TryParse(out FilterNode? root)
    {
        if (text.Length > EventFilter.MaxLength)
        {
            root = Refuse(0, FormattableString.Invariant($"longer than {EventFilter.MaxLength} characters"));
            return false;
        }

        root = ReadAny();
        SkipBlanks();
        if (Problem is null && _at < text.Length)
        {
            Refuse(_at, $"'{text[_at]}' was not expected here");
        }

        return Problem is null;
    }

    private FilterNode? ReadAny()
    {
        List<FilterNode> parts = [];
        do
        {
            if (ReadAll() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Take('|'));
        return parts.Count == 1 ? parts[0] : new AnyNode([.. parts]);
    }

    private FilterNode? ReadAll()
    {
        List<FilterNode> parts = [];
        do
        {
            if (ReadOne() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Take('&'));
        return parts.Count == 1 ? parts[0] : new AllNode([.. parts]);
    }

    private FilterNode? ReadOne()
    {
        int start = _at;
        if (++_depth > MaxDepth)
        {
            return Refuse(start, FormattableString.Invariant($"nested deeper than {MaxDepth}"));
        }

        FilterNode? node = Take('!') ? ReadOne() is { } part ? new NotNode(part) : null : Take('(') ? ReadParenthesis() : ReadTest();
        _depth--;
        return node;
    }

    private FilterNode? ReadParenthesis()
    {
        int start = _at - 1;
        FilterNode? inner = ReadAny();
        return inner is null || Take(')') ? inner : Refuse(start, "'(' without ')'");
    }

    private FilterNode? ReadTest()
    {
        SkipBlanks();
        int start = _at;
        if (ReadWord(stopsAtOperators: true) is not { Length: > 0 } name)
        {
            return Problem is null ? Refuse(start, "expected a name such as kind, severity or a field") : null;
        }

        SkipBlanks();
        if (Operators.FirstOrDefault(o => string.CompareOrdinal(text, _at, o, 0, o.Length) == 0) is not { } sign)
        {
            return Refuse(_at, $"expected one of = != ~ !~ < <= > >= behind '{name}'");
        }

        _at += sign.Length;
        FilterName subject = new(name);
        return sign switch
        {
            "=" => ReadEquals(subject),
            "!=" => Negate(ReadEquals(subject)),
            "~" => ReadRegex(subject),
            "!~" => Negate(ReadRegex(subject)),
            _ => ReadCompare(subject, sign),
        };
    }

    private FilterNode? ReadEquals(FilterName name)
    {
        HashSet<string> values = new(StringComparer.Ordinal);
        foreach ((int at, string value) in ReadValues())
        {
            EventSeverity severity = default;
            if (name.IsSeverity && !SeverityNames.TryParse(value, out severity))
            {
                return RefuseSeverity(at, value);
            }

            values.Add(name.IsSeverity ? SeverityNames.Name(severity) : value);
        }

        return Problem is null ? new EqualsNode(name, values) : null;
    }

    private FilterNode? ReadRegex(FilterName name)
    {
        List<Regex> expressions = [];
        foreach ((int at, string value) in ReadValues())
        {
            try
            {
                expressions.Add(new Regex(value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, RegexTimeout));
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                return Refuse(at, $"'{value}' is no regular expression that can be used here: {e.Message}");
            }
        }

        return Problem is null ? new RegexNode(name, [.. expressions]) : null;
    }

    private FilterNode? ReadCompare(FilterName name, string sign)
    {
        List<(int At, string Text)> values = [.. ReadValues()];
        if (Problem is not null)
        {
            return null;
        }

        (int at, string value) = values[0];
        double bound = 0;
        if (values.Count > 1)
        {
            return Refuse(values[1].At, $"'{sign}' takes one value");
        }

        if (name.IsSeverity)
        {
            if (!SeverityNames.TryParse(value, out EventSeverity severity))
            {
                return RefuseSeverity(at, value);
            }

            bound = (int)severity;
        }
        else if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out bound) || double.IsNaN(bound))
        {
            return Refuse(at, $"'{value}': expected a number");
        }

        Func<int, bool> holds = sign switch { "<" => c => c < 0, "<=" => c => c <= 0, ">" => c => c > 0, _ => c => c >= 0 };
        return new CompareNode(name, holds, bound);
    }

    private IEnumerable<(int At, string Text)> ReadValues()
    {
        do
        {
            SkipBlanks();
            int start = _at;
            if (ReadWord(stopsAtOperators: false) is not { } value || (value.Length == 0 && _at == start))
            {
                if (Problem is null)
                {
                    Refuse(start, "expected a value; an empty one is written \"\"");
                }

                yield break;
            }

            yield return (start, value);
        }
        while (Take(','));
    }

    /// <summary>A bare or quoted word; a bare value may hold the signs of operators, a bare name may not.</summary>
    private string? ReadWord(bool stopsAtOperators)
    {
        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            return ReadQuoted(text[_at]);
        }

        int start = _at;
        string stops = stopsAtOperators ? Signs : "&|(),\"'";
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !stops.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return text[start.._at];
    }

    private string? ReadQuoted(char quote)
    {
        int start = _at++;
        StringBuilder word = new();
        for (; _at < text.Length; _at++)
        {
            if (text[_at] == quote)
            {
                _at++;
                return word.ToString();
            }

            // Only the quote itself is escaped: every other backslash belongs to a regular expression.
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] == quote)
            {
                _at++;
            }

            word.Append(text[_at]);
        }

        Refuse(start, $"{quote} without its second one");
        return null;
    }

    private bool Take(char sign)
    {
        SkipBlanks();
        if (_at >= text.Length || text[_at] != sign)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private static NotNode? Negate(FilterNode? node) => node is null ? null : new NotNode(node);

    private FilterNode? RefuseSeverity(int at, string value) => Refuse(at, $"'{value}': expected one of {string.Join(", ", SeverityNames.All)}");

    private FilterNode? Refuse(int at, string problem)
    {
        ProblemAt = Problem is null ? at : ProblemAt;
        Problem ??= problem;
        return null;
    }
}
