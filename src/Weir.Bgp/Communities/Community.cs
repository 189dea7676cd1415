using System.Globalization;

namespace Weir.Bgp.Communities;

/// <summary>A standard community: AS and value, 16 bits each (RFC 1997 section 5, RFC 7999 section 5).</summary>
/// <param name="Value">The 32 bits.</param>
public readonly record struct Community(uint Value)
{
    /// <summary>BLACKHOLE, 65535:666 (RFC 7999 section 5).</summary>
    public static Community Blackhole => new(0xFFFF029A);

    /// <summary>Parses <c>asn:value</c>, a number, or a well-known name such as <c>blackhole</c> or <c>no-export</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Community community)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        community = default;
        int colon = trimmed.IndexOf(':');
        if (colon >= 0)
        {
            if (!ushort.TryParse(trimmed[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out ushort high)
                || !ushort.TryParse(trimmed[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort low))
            {
                return false;
            }

            community = new Community(((uint)high << 16) | low);
            return true;
        }

        if (uint.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
        {
            community = new Community(number);
            return true;
        }

        uint known = WellKnown(trimmed);
        community = new Community(known);
        return known != 0;
    }

    /// <summary>AS, colon, value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 16}:{Value & 0xFFFF}");

    private static uint WellKnown(ReadOnlySpan<char> name) => name switch
    {
        _ when name.Equals("graceful-shutdown", StringComparison.OrdinalIgnoreCase) => 0xFFFF0000,
        _ when name.Equals("blackhole", StringComparison.OrdinalIgnoreCase) => 0xFFFF029A,
        _ when name.Equals("no-export", StringComparison.OrdinalIgnoreCase) => 0xFFFFFF01,
        _ when name.Equals("no-advertise", StringComparison.OrdinalIgnoreCase) => 0xFFFFFF02,
        _ when name.Equals("no-export-subconfed", StringComparison.OrdinalIgnoreCase) => 0xFFFFFF03,
        _ => 0,
    };
}
