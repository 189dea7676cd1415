using System.Globalization;
using System.Text;

namespace Weir.Export.Events;

/// <summary>Times in ns since the epoch as RFC 3339 texts, and back.</summary>
/// <remarks>Times before 1970 and after <see cref="long.MaxValue"/> ns (the year 2262) do not exist here.</remarks>
public static class EventTime
{
    /// <summary>Length of a written time: <c>2026-11-22T03:15:00.123456789Z</c>.</summary>
    public const int Length = 30;

    private const long NsPerSecond = 1_000_000_000;
    private const int SecondsLength = 19;

    /// <summary>A time as text with nine digits after the point, in UTC.</summary>
    public static string Format(long timeNs)
    {
        Span<byte> text = stackalloc byte[Length];
        Format(timeNs, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Writes a time; <paramref name="text"/> has room for <see cref="Length"/> bytes. Times before the epoch become the epoch.</summary>
    public static void Format(long timeNs, Span<byte> text)
    {
        long ns = Math.Max(0, timeNs);
        DateTime second = DateTime.UnixEpoch.AddTicks(ns / NsPerSecond * TimeSpan.TicksPerSecond);
        second.TryFormat(text, out _, "yyyy-MM-ddTHH:mm:ss.", CultureInfo.InvariantCulture);
        (ns % NsPerSecond).TryFormat(text[(SecondsLength + 1)..], out _, "D9", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z';
    }

    /// <summary>Reads an RFC 3339 time: up to nine digits after the point, <c>Z</c> or an offset.</summary>
    /// <returns>False when it is none, or lies outside of what 64 bits of ns since the epoch can say.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long timeNs)
    {
        timeNs = 0;
        if (text.Length <= SecondsLength
            || !DateTime.TryParseExact(
                text[..SecondsLength], "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime second)
            || !TryFraction(text[SecondsLength..], out long fractionNs, out int used)
            || !TryOffset(text[(SecondsLength + used)..], out int offsetMinutes))
        {
            return false;
        }

        long seconds = ((second.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) - (offsetMinutes * 60L);
        if (seconds < 0 || seconds >= long.MaxValue / NsPerSecond)
        {
            return false;
        }

        timeNs = (seconds * NsPerSecond) + fractionNs;
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out long ns, out int used)
    {
        ns = 0;
        used = 0;
        if (text[0] != '.')
        {
            return true;
        }

        long unit = NsPerSecond;
        for (used = 1; used < text.Length && char.IsAsciiDigit(text[used]); used++)
        {
            unit /= 10;
            ns += unit * (text[used] - '0');
        }

        return used is > 1 and <= 10;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[3] != ':' || text[0] is not ('+' or '-')
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            || !int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out int rest)
            || hours > 23 || rest > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
