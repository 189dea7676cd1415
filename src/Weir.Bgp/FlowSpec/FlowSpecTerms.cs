using System.Globalization;
using System.Text;

namespace Weir.Bgp.FlowSpec;

/// <summary>
/// The text form of terms (RFC 8955 section 4.2.1): <c>=53</c>, <c>>=1024&amp;&lt;=65535</c>, <c>=17,=6</c>, <c>=SA</c>, <c>!=I</c>. A comma or
/// bar is OR, an ampersand AND. A number alone means equal; a range <c>a-b</c> means both bounds; letters alone mean any of the bits.
/// </summary>
internal static class FlowSpecTerms
{
    private const int MaxTerms = 200;

    /// <summary>Parses terms; on failure <paramref name="problem"/> says what was expected.</summary>
    public static bool TryParse(FlowSpecComponentType type, ReadOnlySpan<char> text, List<FlowSpecTerm> terms, out string problem)
    {
        problem = "";
        bool and = false;
        ReadOnlySpan<char> rest = text.Trim();
        while (problem.Length == 0)
        {
            int end = rest.IndexOfAny(',', '|', '&');
            ReadOnlySpan<char> one = (end < 0 ? rest : rest[..end]).Trim();
            problem = type is FlowSpecComponentType.TcpFlags or FlowSpecComponentType.Fragment
                ? ParseBitmask(type, one, and, terms) : ParseNumeric(type, one, and, terms);
            if (end < 0)
            {
                break;
            }

            and = rest[end] == '&';
            rest = rest[(end + 1)..];
            problem = problem.Length == 0 && terms.Count >= MaxTerms ? $"more than {MaxTerms} terms" : problem;
        }

        return problem.Length == 0;
    }

    /// <summary>Writes terms so that <see cref="TryParse"/> reads them back.</summary>
    public static string Format(FlowSpecComponent component)
    {
        StringBuilder text = new();
        foreach (FlowSpecTerm term in component.Terms)
        {
            text.Append(text.Length == 0 ? "" : term.And ? "&" : ",");
            if (component.IsBitmask)
            {
                text.Append((term.Operator & FlowSpecTerm.Not) != 0 ? "!" : "").Append((term.Operator & FlowSpecTerm.MatchAll) != 0 ? "=" : "");
                AppendBits(text, component.Type, term.Value);
            }
            else
            {
                text.Append(OperatorText(term.Operator)).Append(term.Value.ToString(CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static string OperatorText(byte op) => op switch
    {
        0 => "false",
        FlowSpecTerm.Equal => "=",
        FlowSpecTerm.Greater => ">",
        FlowSpecTerm.Greater | FlowSpecTerm.Equal => ">=",
        FlowSpecTerm.Less => "<",
        FlowSpecTerm.Less | FlowSpecTerm.Equal => "<=",
        FlowSpecTerm.Less | FlowSpecTerm.Greater => "!=",
        _ => "true",
    };

    private static void AppendBits(StringBuilder text, FlowSpecComponentType type, ulong value)
    {
        string letters = type == FlowSpecComponentType.TcpFlags ? FlowSpecNames.TcpFlagLetters : FlowSpecNames.FragmentLetters;
        if (value == 0 || value >> letters.Length != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{value:x}");
            return;
        }

        for (int bit = 0; bit < letters.Length; bit++)
        {
            text.Append((value & (1UL << bit)) != 0 ? letters[bit].ToString() : "");
        }
    }

    private static string ParseNumeric(FlowSpecComponentType type, ReadOnlySpan<char> text, bool and, List<FlowSpecTerm> terms)
    {
        byte op = TakeOperator(ref text);
        int dash = text.IndexOf('-');
        if (dash > 0 && op == FlowSpecTerm.Equal && TryValue(type, text[..dash], out ulong from) && TryValue(type, text[(dash + 1)..], out ulong to))
        {
            if (from > to)
            {
                return $"range '{text}' ends before it starts";
            }

            terms.Add(new FlowSpecTerm(and, FlowSpecTerm.Greater | FlowSpecTerm.Equal, from));
            terms.Add(new FlowSpecTerm(true, FlowSpecTerm.Less | FlowSpecTerm.Equal, to));
            return "";
        }

        if (!TryValue(type, text, out ulong value))
        {
            return $"'{text}' is not a number from 0 to {FlowSpecComponent.MaxValue(type)}; write for example '=17', '>=1024&<=65535' or '=53,=123'";
        }

        terms.Add(new FlowSpecTerm(and, op, value));
        return "";
    }

    private static byte TakeOperator(ref ReadOnlySpan<char> text)
    {
        if (text.StartsWith("false", StringComparison.Ordinal) || text.StartsWith("true", StringComparison.Ordinal))
        {
            bool always = text[0] == 't';
            text = text[(always ? 4 : 5)..];
            return always ? (byte)7 : (byte)0;
        }

        int length = 0;
        byte op = 0;
        while (length < text.Length && text[length] is '=' or '<' or '>' or '!')
        {
            op |= text[length] switch
            {
                '<' => FlowSpecTerm.Less,
                '>' => FlowSpecTerm.Greater,
                '!' => 8,
                _ => FlowSpecTerm.Equal,
            };
            length++;
        }

        text = text[length..].Trim();
        // "!=" is below or above.
        return op switch
        {
            0 => FlowSpecTerm.Equal,
            >= 8 => FlowSpecTerm.Less | FlowSpecTerm.Greater,
            _ => op,
        };
    }

    private static bool TryValue(FlowSpecComponentType type, ReadOnlySpan<char> text, out ulong value)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        if (ulong.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return value <= FlowSpecComponent.MaxValue(type);
        }

        if (type == FlowSpecComponentType.Dscp && FlowSpecNames.TryDscp(trimmed, out byte dscp))
        {
            value = dscp;
            return true;
        }

        return type == FlowSpecComponentType.Protocol && FlowSpecNames.TryProtocol(trimmed, out value);
    }

    private static string ParseBitmask(FlowSpecComponentType type, ReadOnlySpan<char> text, bool and, List<FlowSpecTerm> terms)
    {
        byte op = 0;
        while (text.Length > 0 && text[0] is '!' or '=')
        {
            op |= text[0] == '!' ? FlowSpecTerm.Not : FlowSpecTerm.MatchAll;
            text = text[1..];
        }

        if (!TryBits(type, text.Trim(), out ulong value))
        {
            string letters = type == FlowSpecComponentType.TcpFlags ? FlowSpecNames.TcpFlagLetters : FlowSpecNames.FragmentLetters;
            return $"'{text}' is neither flag letters of '{letters}' nor a number up to {FlowSpecComponent.MaxValue(type)}";
        }

        terms.Add(new FlowSpecTerm(and, op, value));
        return "";
    }

    private static bool TryBits(FlowSpecComponentType type, ReadOnlySpan<char> text, out ulong value)
    {
        bool hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (ulong.TryParse(hex ? text[2..] : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return value <= FlowSpecComponent.MaxValue(type);
        }

        string letters = type == FlowSpecComponentType.TcpFlags ? FlowSpecNames.TcpFlagLetters : FlowSpecNames.FragmentLetters;
        value = 0;
        foreach (char c in text)
        {
            int bit = letters.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (bit < 0)
            {
                return false;
            }

            value |= 1UL << bit;
        }

        return value != 0;
    }
}
