using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Web.Json;

/// <summary>Recursive descent over the text; every value read is written as strict JSON at once.</summary>
/// <remarks>On false, <see cref="Problem"/> and <see cref="Position"/> say what and where; what was written so far is void.</remarks>
internal ref struct LenientJsonReader(string text, Utf8JsonWriter writer)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly Utf8JsonWriter _writer = writer;
    private int _depth;

    /// <summary>Offset of the next character, or of the one that is wrong.</summary>
    public int Position { get; private set; }

    /// <summary>What is wrong; null as long as nothing is.</summary>
    public string? Problem { get; private set; }

    private readonly bool AtEnd => Position >= _text.Length;

    private readonly char Current => Position < _text.Length ? _text[Position] : '\0';

    /// <summary>Copies the one value the text must hold.</summary>
    public bool TryCopyDocument()
    {
        if (!TrySkipBlanks())
        {
            return false;
        }

        if (AtEnd)
        {
            return Fail("the body is empty, a JSON value is expected");
        }

        if (!TryCopyValue() || !TrySkipBlanks())
        {
            return false;
        }

        return AtEnd || Fail($"{Describe()} after the end of the JSON value");
    }

    private bool TryCopyValue()
    {
        if (AtEnd)
        {
            return Fail("the text ends where a value is expected");
        }

        char first = Current;
        switch (first)
        {
            case '{':
                return TryCopyObject();
            case '[':
                return TryCopyArray();
            case '"' or '\'':
                if (!TryReadString(out string? text))
                {
                    return false;
                }

                _writer.WriteStringValue(text);
                return true;
            case '-' or (>= '0' and <= '9'):
                return TryCopyNumber();
            default:
                return TryCopyWord();
        }
    }

    private bool TryCopyObject()
    {
        if (!TryEnter())
        {
            return false;
        }

        _writer.WriteStartObject();
        while (true)
        {
            if (!TrySkipBlanks())
            {
                return false;
            }

            if (Current == '}')
            {
                break;
            }

            if (!TryCopyMember() || !TrySkipBlanks() || !TryEndItem('}', "object"))
            {
                return false;
            }
        }

        Leave();
        _writer.WriteEndObject();
        return true;
    }

    private bool TryCopyMember()
    {
        if (!TryReadName(out string? name) || !TrySkipBlanks())
        {
            return false;
        }

        if (Current != ':')
        {
            return Fail($"{Describe()} where ':' is expected after the name '{Shorten(name)}'");
        }

        Position++;
        _writer.WritePropertyName(name);
        return TrySkipBlanks() && TryCopyValue();
    }

    private bool TryCopyArray()
    {
        if (!TryEnter())
        {
            return false;
        }

        _writer.WriteStartArray();
        while (true)
        {
            if (!TrySkipBlanks())
            {
                return false;
            }

            if (Current == ']')
            {
                break;
            }

            if (!TryCopyValue() || !TrySkipBlanks() || !TryEndItem(']', "array"))
            {
                return false;
            }
        }

        Leave();
        _writer.WriteEndArray();
        return true;
    }

    private bool TryEndItem(char close, string what)
    {
        if (Current == ',')
        {
            Position++;
            return true;
        }

        return Current == close || Fail($"{Describe()} where ',' or '{close}' is expected in the {what}");
    }

    private bool TryEnter()
    {
        if (++_depth > LenientJson.MaxDepth)
        {
            return Fail(FormattableString.Invariant($"more than {LenientJson.MaxDepth} levels of objects and arrays"));
        }

        Position++;
        return true;
    }

    private void Leave()
    {
        _depth--;
        Position++;
    }

    private bool TryReadName(out string name)
    {
        name = "";
        if (Current is '"' or '\'')
        {
            return TryReadString(out name);
        }

        int start = Position;
        while (!AtEnd && IsNameCharacter(Current))
        {
            Position++;
        }

        name = _text[start..Position].ToString();
        return name.Length > 0 || Fail($"{Describe()} where a name or '}}' is expected");
    }

    private bool TryReadString(out string value)
    {
        value = "";
        char quote = Current;
        int start = Position++;
        StringBuilder? unescaped = null;
        int run = Position;
        while (true)
        {
            if (AtEnd)
            {
                Position = start;
                return Fail("this string has no closing quote");
            }

            char c = Current;
            if (c == quote)
            {
                break;
            }

            if (c < ' ')
            {
                return Fail(string.Create(CultureInfo.InvariantCulture, $"control character U+{(int)c:X4} in a string, write it as \\u{(int)c:x4}"));
            }

            if (c != '\\')
            {
                Position++;
                continue;
            }

            unescaped ??= new StringBuilder();
            unescaped.Append(_text[run..Position]);
            if (!TryReadEscape(unescaped))
            {
                return false;
            }

            run = Position;
        }

        value = unescaped is null ? _text[run..Position].ToString() : unescaped.Append(_text[run..Position]).ToString();
        int lone = IndexOfLoneSurrogate(value);
        if (lone >= 0)
        {
            Position = start;
            return Fail("this string holds half of a surrogate pair");
        }

        Position++;
        return true;
    }

    private bool TryReadEscape(StringBuilder into)
    {
        int start = Position++;
        char kind = Current;
        Position++;
        char? plain = kind switch
        {
            '"' or '\'' or '\\' or '/' => kind,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (plain is char c)
        {
            into.Append(c);
            return true;
        }

        if (kind == 'u' && Position + 4 <= _text.Length
            && ushort.TryParse(_text.Slice(Position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            into.Append((char)unit);
            Position += 4;
            return true;
        }

        Position = start;
        return Fail("unknown escape in a string; write a backslash as \\\\");
    }

    // RFC 8259 section 6; the digits are copied as they are, so that no precision is lost.
    private bool TryCopyNumber()
    {
        int start = Position;
        if (Current == '-')
        {
            Position++;
        }

        int digits = SkipDigits();
        bool leadingZero = digits > 1 && _text[Position - digits] == '0';
        bool valid = digits > 0 && !leadingZero;
        if (Current == '.')
        {
            Position++;
            valid &= SkipDigits() > 0;
        }

        if (Current is 'e' or 'E')
        {
            Position++;
            if (Current is '+' or '-')
            {
                Position++;
            }

            valid &= SkipDigits() > 0;
        }

        if (!valid || (!AtEnd && IsNameCharacter(Current)))
        {
            Position = start;
            return Fail("this is no JSON number; put text in quotes");
        }

        _writer.WriteRawValue(_text[start..Position], skipInputValidation: true);
        return true;
    }

    private int SkipDigits()
    {
        int start = Position;
        while (char.IsAsciiDigit(Current))
        {
            Position++;
        }

        return Position - start;
    }

    private bool TryCopyWord()
    {
        int start = Position;
        while (!AtEnd && IsNameCharacter(Current))
        {
            Position++;
        }

        ReadOnlySpan<char> word = _text[start..Position];
        switch (word)
        {
            case "true":
                _writer.WriteBooleanValue(true);
                return true;
            case "false":
                _writer.WriteBooleanValue(false);
                return true;
            case "null":
                _writer.WriteNullValue();
                return true;
            default:
                Position = start;
                return Fail(word.Length == 0
                    ? $"{Describe()} where a value is expected"
                    : $"'{Shorten(word.ToString())}' is no JSON value; put text in quotes");
        }
    }

    private bool TrySkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\r' or '\n')
            {
                Position++;
            }
            else if (Current != '/')
            {
                return true;
            }
            else if (!TrySkipComment())
            {
                return false;
            }
        }

        return true;
    }

    private bool TrySkipComment()
    {
        ReadOnlySpan<char> rest = _text[Position..];
        if (rest.StartsWith("//"))
        {
            int length = rest.IndexOf('\n');
            Position = length < 0 ? _text.Length : Position + length;
            return true;
        }

        if (!rest.StartsWith("/*"))
        {
            return Fail("'/' begins no comment");
        }

        int end = rest[2..].IndexOf("*/");
        if (end < 0)
        {
            return Fail("this comment has no end");
        }

        Position += end + 4;
        return true;
    }

    private bool Fail(string problem)
    {
        Problem = problem;
        return false;
    }

    private readonly string Describe() => AtEnd
        ? "the text ends"
        : char.IsControl(Current) || char.IsSurrogate(Current)
            ? string.Create(CultureInfo.InvariantCulture, $"character U+{(int)Current:X4}")
            : $"'{Current}'";

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.' or '-';

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");

    private static int IndexOfLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return -1;
    }
}
