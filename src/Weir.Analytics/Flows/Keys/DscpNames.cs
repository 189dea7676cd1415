namespace Weir.Analytics.Flows.Keys;

/// <summary>Names of differentiated services code points (IANA DSCP registry; RFC 2474, RFC 2597, RFC 3246, RFC 5865, RFC 8622).</summary>
internal static class DscpNames
{
    private static readonly string[] Names = Create();

    /// <summary>The registered name in lower case, or the number of a code point that has none.</summary>
    public static string Of(ulong codePoint) => Names[(int)codePoint & 63];

    private static string[] Create()
    {
        string[] names = [.. Enumerable.Range(0, 64).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        names[0] = "be";
        names[1] = "le";
        names[44] = "va";
        names[46] = "ef";
        for (int selector = 1; selector < 8; selector++)
        {
            names[selector * 8] = $"cs{selector}";
        }

        for (int assured = 1; assured <= 4; assured++)
        {
            for (int precedence = 1; precedence <= 3; precedence++)
            {
                names[(assured * 8) + (precedence * 2)] = $"af{assured}{precedence}";
            }
        }

        return names;
    }
}
