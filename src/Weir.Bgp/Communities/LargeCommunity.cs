using System.Globalization;

namespace Weir.Bgp.Communities;

/// <summary>A large community: three numbers of 32 bits (RFC 8092 section 3).</summary>
/// <param name="GlobalAdministrator">Usually an AS.</param>
/// <param name="Data1">First operator-defined number.</param>
/// <param name="Data2">Second operator-defined number.</param>
public readonly record struct LargeCommunity(uint GlobalAdministrator, uint Data1, uint Data2)
{
    /// <summary>Parses <c>a:b:c</c> in decimal.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LargeCommunity community)
    {
        community = default;
        Span<Range> parts = stackalloc Range[4];
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.Split(parts, ':') != 3 || !TryNumber(trimmed[parts[0]], out uint a) || !TryNumber(trimmed[parts[1]], out uint b) || !TryNumber(trimmed[parts[2]], out uint c))
        {
            return false;
        }

        community = new LargeCommunity(a, b, c);
        return true;
    }

    /// <summary>The three numbers with colons between.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{GlobalAdministrator}:{Data1}:{Data2}");

    private static bool TryNumber(ReadOnlySpan<char> text, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
