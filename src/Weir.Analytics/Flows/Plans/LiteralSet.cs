using System.Globalization;
using Weir.Analytics.Flows.Keys;
using Weir.Wire;

namespace Weir.Analytics.Flows.Plans;

/// <summary>The right side of a comparison: literals that are found by hash, in the binary form of every type they can be written for.</summary>
/// <remarks>"17" is the number 17 and the text "17"; "001" is three flags and a text. So no value is made text to be compared.</remarks>
internal sealed class LiteralSet
{
    private const int ScanUpTo = 4;

    private readonly Evaluated[] _few;
    private readonly HashSet<Identity>? _many;

    /// <summary>Compiles literals.</summary>
    public LiteralSet(IReadOnlyList<string> literals)
    {
        List<Evaluated> all = [];
        foreach (string literal in literals)
        {
            HasNull |= literal == "null";
            AddForms(literal, all);
        }

        _few = [.. all.Take(ScanUpTo + 1)];
        if (all.Count > ScanUpTo)
        {
            _many = [.. all.Select(value => new Identity(value.Tag, value.High, value.Low))];
        }
    }

    /// <summary>True when the word null is one of the literals.</summary>
    public bool HasNull { get; }

    /// <summary>True when the value is one of the literals.</summary>
    public bool Contains(in Evaluated value)
    {
        if (_many is not null)
        {
            return _many.Contains(new Identity(value.Tag, value.High, value.Low));
        }

        foreach (ref readonly Evaluated literal in _few.AsSpan())
        {
            if (literal.SameAs(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The literals that a field of one type can be equal to, as numbers; false when they are too many to be compared one by one.</summary>
    public bool TryGetNumbers(KeyType type, byte detail, out ulong[] numbers)
    {
        numbers = [.. _few.Where(literal => literal.Type == type && literal.Detail == detail && literal.High == 0).Select(literal => literal.Low)];
        return _many is null;
    }

    /// <summary>The value a literal stands for where text may stand for any type: a number when it is written as one, otherwise text.</summary>
    public static Evaluated Parse(string literal) =>
        TryParseNumber(literal, out ulong number) ? Evaluated.OfNumber(number) : Evaluated.OfText(new PooledText(literal));

    private static void AddForms(string literal, List<Evaluated> forms)
    {
        forms.Add(Evaluated.OfText(new PooledText(literal)));
        if (TryParseNumber(literal, out ulong number))
        {
            forms.Add(Evaluated.OfNumber(number));
        }
        else if (double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && literal.Contains('.'))
        {
            forms.Add(Evaluated.OfReal(real));
        }

        if (literal is "true" or "false")
        {
            forms.Add(Evaluated.OfBoolean(literal == "true"));
        }
        else if (NetworkAddress.TryParse(literal, out NetworkAddress address))
        {
            forms.Add(Evaluated.OfAddress(address));
        }
        else if (TryParseMac(literal, out ulong mac))
        {
            forms.Add(new Evaluated { Type = KeyType.Mac, Low = mac });
        }

        if (literal.Length is > 0 and < 32 && !literal.AsSpan().ContainsAnyExcept('0', '1'))
        {
            forms.Add(new Evaluated { Type = KeyType.Bits, Detail = (byte)literal.Length, Low = Convert.ToUInt64(literal, 2) });
        }
    }

    private static bool TryParseNumber(string literal, out ulong number) =>
        ulong.TryParse(literal, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (literal.Length == 1 || literal[0] != '0');

    private static bool TryParseMac(string literal, out ulong mac)
    {
        mac = 0;
        if (literal.Length is < 12 or > 17)
        {
            return false;
        }

        string digits = literal.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return digits.Length == 12 && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mac);
    }

    private readonly record struct Identity(byte Tag, ulong High, ulong Low);
}
