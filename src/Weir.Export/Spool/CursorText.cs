using System.Globalization;
using System.Text;

namespace Weir.Export.Spool;

/// <summary>Places of readers as the text that is kept on disk.</summary>
/// <remarks>
/// <code>
/// weir-cursors 1 GENERATION BYTES CRC
/// NAME COMMITTED LOST LOST-THROUGH
/// </code>
/// The CRC-32C (8 hexadecimal digits) is that of the generation's digits, a line feed and the lines below; names are percent-encoded.
/// </remarks>
internal static class CursorText
{
    private const string Title = "weir-cursors 1 ";
    private const int MaxNumberLength = 20;

    /// <summary>Writes the places.</summary>
    public static byte[] Write(long generation, IEnumerable<KeyValuePair<string, ReaderPlace>> places)
    {
        StringBuilder body = new();
        foreach ((string name, ReaderPlace place) in places.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            body.Append(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(name)} {place.Committed} {place.Lost} {place.LostThrough}\n");
        }

        string text = body.ToString();
        string crc = Checksum(string.Create(CultureInfo.InvariantCulture, $"{generation}\n{text}"));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Title}{generation} {text.Length} {crc}\n{text}"));
    }

    /// <summary>Reads places; false when anything is not as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long generation, out Dictionary<string, ReaderPlace> places)
    {
        places = new(StringComparer.Ordinal);
        generation = 0;
        int titleEnd = bytes.IndexOf((byte)'\n');
        if (titleEnd < 0 || titleEnd > Title.Length + (3 * MaxNumberLength))
        {
            return false;
        }

        string[] words = Encoding.ASCII.GetString(bytes[..titleEnd]).Split(' ');
        if (words.Length != 5 || $"{words[0]} {words[1]} " != Title
            || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out generation)
            || !int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > bytes.Length - titleEnd - 1)
        {
            return false;
        }

        string body = Encoding.ASCII.GetString(bytes.Slice(titleEnd + 1, length));
        return words[4] == Checksum($"{words[2]}\n{body}") && TryReadLines(body, places);
    }

    private static string Checksum(string text) => Crc32C.Of(Encoding.ASCII.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);

    private static bool TryReadLines(string body, Dictionary<string, ReaderPlace> places)
    {
        foreach (string line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (words.Length != 4 || !TryNumber(words[1], out long committed) || !TryNumber(words[2], out long lost) || !TryNumber(words[3], out long lostThrough))
            {
                return false;
            }

            places[Uri.UnescapeDataString(words[0])] = new ReaderPlace(committed, lost, lostThrough);
        }

        return true;
    }

    private static bool TryNumber(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
