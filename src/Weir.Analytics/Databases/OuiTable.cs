using System.Globalization;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Databases;

/// <summary>Makers of network adapters by the first digits of MAC addresses, from the lists that IEEE publishes. Immutable.</summary>
/// <remarks>
/// Two forms are read: <c>oui.txt</c> (<c>00-22-BB   (hex)   maker</c>) and the comma-separated lists (<c>MA-L,0022BB,maker,address</c>; also
/// MA-M and MA-S with 7 and 9 digits). The longest assignment counts.
/// </remarks>
public sealed class OuiTable
{
    private const int MacDigits = 12;

    private static readonly int[] Lengths = [9, 7, 6];

    private readonly Dictionary<(int Digits, ulong Value), PooledText> _makers;

    private OuiTable(Dictionary<(int Digits, ulong Value), PooledText> makers)
    {
        _makers = makers;
    }

    /// <summary>Assignments in the list.</summary>
    public int Count => _makers.Count;

    /// <summary>Reads a list; lines of another form are stepped over.</summary>
    /// <param name="text">The whole list.</param>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    /// <returns>Null when there is no assignment in it.</returns>
    public static OuiTable? Read(string text, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<(int, ulong), PooledText> makers = [];
        Dictionary<string, PooledText> names = new(StringComparer.Ordinal);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if ((TryReadHex(line, out ReadOnlySpan<char> digits, out string? name) || TryReadCsv(line, out digits, out name))
                && Array.IndexOf(Lengths, digits.Length) >= 0
                && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value) && name.Length > 0)
            {
                // Large makers have hundreds of assignments: one text for all of them.
                if (!names.TryGetValue(name, out PooledText? maker))
                {
                    names.Add(name, maker = new PooledText(name));
                }

                makers[(digits.Length, value)] = maker;
            }
        }

        problem = makers.Count == 0 ? "holds no assignment: expected IEEE's oui.txt or oui.csv" : null;
        return makers.Count == 0 ? null : new OuiTable(makers);
    }

    /// <summary>Maker of the adapter with this address; null when it is not on the list.</summary>
    /// <param name="mac">The address in the lower 48 bits.</param>
    public string? Find(ulong mac) => TryFind(mac, out PooledText? maker, out _) ? maker.Value : null;

    /// <summary>Finds the assignment of an address.</summary>
    internal bool TryFind(ulong mac, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PooledText? maker, out int digits)
    {
        foreach (int length in Lengths)
        {
            if (_makers.TryGetValue((length, mac >> ((MacDigits - length) * 4)), out maker))
            {
                digits = length;
                return true;
            }
        }

        maker = null;
        digits = 0;
        return false;
    }

    private static bool TryReadHex(ReadOnlySpan<char> line, out ReadOnlySpan<char> digits, out string name)
    {
        digits = default;
        name = "";
        int mark = line.IndexOf("(hex)", StringComparison.Ordinal);
        if (mark < 0)
        {
            return false;
        }

        digits = line[..mark].Trim().ToString().Replace("-", "", StringComparison.Ordinal);
        name = line[(mark + "(hex)".Length)..].Trim().ToString();
        return true;
    }

    private static bool TryReadCsv(ReadOnlySpan<char> line, out ReadOnlySpan<char> digits, out string name)
    {
        digits = default;
        name = "";
        if (!line.StartsWith("MA-", StringComparison.Ordinal) || line.IndexOf(',') is var first && first < 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = line[(first + 1)..];
        int second = rest.IndexOf(',');
        if (second < 0)
        {
            return false;
        }

        digits = rest[..second];
        ReadOnlySpan<char> field = rest[(second + 1)..];
        name = (field.StartsWith("\"", StringComparison.Ordinal) ? Unquote(field) : field[..(field.IndexOf(',') is >= 0 and int end ? end : field.Length)].ToString()).Trim();
        return true;
    }

    /// <summary>Reads a quoted field: a doubled quote stands for one.</summary>
    private static string Unquote(ReadOnlySpan<char> field)
    {
        int at = 1;
        while (at < field.Length && (field[at] != '"' || (at + 1 < field.Length && field[at + 1] == '"')))
        {
            at += field[at] == '"' ? 2 : 1;
        }

        return field[1..Math.Min(at, field.Length)].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
    }
}
