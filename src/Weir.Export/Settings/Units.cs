using System.Globalization;

namespace Weir.Export.Settings;

/// <summary>Durations and sizes as people write them.</summary>
internal static class Units
{
    private static readonly (string Suffix, double Ms)[] Durations = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
    private static readonly (string Suffix, long Bytes)[] Sizes = [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)];

    /// <summary>Reads <c>500ms</c>, <c>1.5s</c>, <c>10m</c>; at most 1000 days.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        foreach ((string suffix, double ms) in Durations)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && TryNumber(text.AsSpan(0, text.Length - suffix.Length), out double value))
            {
                duration = TimeSpan.FromMilliseconds(Math.Min(value * ms, 86_400_000_000d));
                return true;
            }
        }

        duration = default;
        return false;
    }

    /// <summary>Reads <c>65536</c>, <c>256kB</c>, <c>1.5MB</c>.</summary>
    public static bool TryBytes(string text, out long bytes)
    {
        foreach ((string suffix, long factor) in Sizes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && TryNumber(text.AsSpan(0, text.Length - suffix.Length), out double value))
            {
                bytes = (long)Math.Min(value * factor, long.MaxValue / 2);
                return true;
            }
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
