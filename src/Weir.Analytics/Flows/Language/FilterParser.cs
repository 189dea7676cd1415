using System.Text;

namespace Weir.Analytics.Flows.Language;

/// <summary>Reads the filter of a flow definition.</summary>
/// <remarks>
/// <code>
/// expr   := term { '|' term }            lhs  := key | function | quoted
/// term   := factor { '&amp;' factor }        op   := '=' | '!=' | '~' | '!~'
/// factor := '(' expr ')' | lhs op list   list := item { ',' item }
/// </code>
/// A single-quoted item is one literal, whatever it holds. A double-quoted item stands for itself and, cut at its commas, for
/// each of its parts: published scripts write long lists that way. Inside a bare item round, square and curly brackets
/// balance, so that patterns may hold separators.
/// </remarks>
internal sealed class FilterParser
{
    private const string Field = "filter";

    private readonly string _text;
    private readonly DiagnosticSink _sink;
    private int _at;
    private bool _failed;

    private FilterParser(string text, DiagnosticSink sink)
    {
        _text = text;
        _sink = sink;
    }

    /// <summary>Reads a filter; null when it is blank or wrong.</summary>
    public static FilterSyntax? Parse(string? text, DiagnosticSink sink)
    {
        if (string.IsNullOrWhiteSpace(text) || !KeySyntaxParser.CheckLength(text, Field, sink))
        {
            return null;
        }

        FilterParser parser = new(text, sink);
        FilterSyntax? filter = parser.Expression(0);
        if (!parser._failed && parser._at < text.Length)
        {
            parser.Fail(text[parser._at] == ')' ? "')' without '('" : "'&' or '|' is missing before this");
        }

        return parser._failed ? null : filter;
    }

    private FilterSyntax? Expression(int depth)
    {
        if (depth > DefinitionLimits.Depth)
        {
            return Fail($"parentheses are nested deeper than {DefinitionLimits.Depth}");
        }

        return Sequence('|', depth, d => Sequence('&', d, Factor, terms => new AndSyntax(terms)), terms => new OrSyntax(terms));
    }

    private FilterSyntax? Sequence(char separator, int depth, Func<int, FilterSyntax?> next, Func<List<FilterSyntax>, FilterSyntax> combine)
    {
        List<FilterSyntax> terms = [];
        do
        {
            if (next(depth) is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }
        while (TryTake(separator));
        return terms.Count == 1 ? terms[0] : combine(terms);
    }

    private FilterSyntax? Factor(int depth)
    {
        if (!TryTake('('))
        {
            return Comparison();
        }

        FilterSyntax? inner = Expression(depth + 1);
        if (inner is not null && !TryTake(')'))
        {
            return Fail("')' is missing");
        }

        return inner;
    }

    private CompareSyntax? Comparison()
    {
        SkipBlanks();
        KeyPart left = _at < _text.Length && _text[_at] is '\'' or '"' ? QuotedKey() : BareKey();
        if (_failed)
        {
            return null;
        }

        SkipBlanks();
        bool negated = TryTake('!');
        bool pattern = _at < _text.Length && _text[_at] == '~';
        if (!pattern && !(_at < _text.Length && _text[_at] == '='))
        {
            Fail(left.Text.Length == 0 ? MissingComparison() : MissingOperator(left.Text));
            return null;
        }

        _at++;
        if (!pattern && _at < _text.Length && _text[_at] == '=')
        {
            Fail("one = compares; quote the value if it begins with =");
            return null;
        }

        int position = _at;
        List<string> items = Items(pattern);
        KeySyntax? key = _failed ? null : KeySyntaxParser.Parse(left, Field, _sink);
        _failed |= key is null;
        return key is null ? null : new CompareSyntax(key, pattern, negated, items, Canonical(key, pattern, negated, items), position);
    }

    // What other languages write is named, because it is what people write first.
    private string MissingComparison() => _at > 0 && _at < _text.Length && _text[_at] is '&' or '|' && _text[_at - 1] == _text[_at]
        ? $"one {_text[_at]} is enough"
        : "a comparison such as key=value is missing here";

    private static string MissingOperator(string key) => key.AsSpan().ContainsAny('<', '>')
        ? "one of = != ~ !~ is missing here; numbers are compared by range:KEY:LOW:HIGH=true"
        : "one of = != ~ !~ is missing here";

    private static string Canonical(KeySyntax key, bool pattern, bool negated, List<string> items)
    {
        StringBuilder text = new(key.Text);
        text.Append(negated ? "!" : "").Append(pattern ? '~' : '=');
        foreach (string item in items)
        {
            text.Append(item.Length).Append(':').Append(item);
        }

        return text.ToString();
    }

    private KeyPart QuotedKey()
    {
        int start = _at + 1;
        string text = Quoted();
        return new KeyPart(text, start);
    }

    private KeyPart BareKey()
    {
        int start = _at;
        int depth = 0;
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '\\')
            {
                _at++;
            }
            else if (c is '[' or ']')
            {
                depth += c == '[' ? 1 : -1;
            }
            else if (depth <= 0 && c is '=' or '!' or '~' or '&' or '|' or '(' or ')')
            {
                break;
            }
        }

        _at = Math.Min(_at, _text.Length);
        return new KeyPart(_text[start.._at], start);
    }

    private List<string> Items(bool pattern)
    {
        List<string> items = [];
        do
        {
            SkipBlanks();
            char quote = _at < _text.Length ? _text[_at] : '\0';
            if (quote is not ('\'' or '"'))
            {
                items.Add(BareItem(pattern));
                continue;
            }

            string item = Quoted();
            items.Add(item);
            if (quote == '"' && !pattern && item.Contains(','))
            {
                items.AddRange(item.Split(',', StringSplitOptions.TrimEntries));
            }
        }
        while (!_failed && TryTake(','));
        if (items.Count > DefinitionLimits.Literals)
        {
            Fail($"the list has {items.Count} items, at most {DefinitionLimits.Literals} are allowed");
        }

        return items;
    }

    private string BareItem(bool pattern)
    {
        int start = _at;
        int depth = 0;
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '\\')
            {
                _at++;
            }
            else if (c is '(' or '[' or '{')
            {
                depth++;
            }
            else if (depth == 0 && c is ',' or '&' or '|' or ')')
            {
                break;
            }
            else if (c is ')' or ']' or '}' && depth > 0)
            {
                depth--;
            }
        }

        _at = Math.Min(_at, _text.Length);
        if (depth > 0)
        {
            Fail("a closing bracket is missing; quote the value if it is meant as it stands");
        }

        string item = _text[start.._at].Trim();
        return pattern ? item : KeySyntaxParser.Unescape(item);
    }

    private string Quoted()
    {
        char quote = _text[_at++];
        int end = _text.IndexOf(quote, _at);
        if (end < 0)
        {
            Fail($"the closing {quote} is missing");
            return "";
        }

        string inner = _text[_at..end];
        _at = end + 1;
        return inner;
    }

    private bool TryTake(char wanted)
    {
        SkipBlanks();
        bool there = !_failed && _at < _text.Length && _text[_at] == wanted;
        _at += there ? 1 : 0;
        return there;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private FilterSyntax? Fail(string message)
    {
        if (!_failed)
        {
            _sink.Add(Field, _at, message);
        }

        _failed = true;
        return null;
    }
}
