using System.Collections.Concurrent;
using System.Globalization;
using Weir.Analytics.Flows.Plans;
using Weir.Wire;

namespace Weir.Analytics.Databases;

/// <summary>A database of addresses, with another one for IPv6 where the operator has two, and the texts made of it so far.</summary>
/// <remarks>
/// Immutable but for the texts. Many addresses share one record, so a text is made once per record and form and found by the record's place:
/// a lookup allocates nothing once its record was met. Bounded: <see cref="MostTexts"/> texts; further ones are made again each time.
/// </remarks>
internal sealed class GeoFiles
{
    /// <summary>Texts kept: more than there are countries or autonomous systems.</summary>
    public const int MostTexts = 262_144;

    private readonly ConcurrentDictionary<(bool V6, int Offset, GeoForm Form), EvaluatedText> _texts = [];
    private readonly MmdbFile? _file;
    private readonly MmdbFile? _fileV6;
    private int _count;

    /// <summary>Looks in these files.</summary>
    /// <param name="file">For addresses of both families, or of IPv4 where there are two files.</param>
    /// <param name="fileV6">For IPv6 addresses; null when the other one has them.</param>
    public GeoFiles(MmdbFile? file, MmdbFile? fileV6)
    {
        _file = file;
        _fileV6 = fileV6;
    }

    /// <summary>What is known of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="form">What is wanted of it.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when nothing is known.</returns>
    public bool TryFind(NetworkAddress address, GeoForm form, out Evaluated value)
    {
        bool isV6 = address.Family == NetworkFamily.V6 && _fileV6 is not null;
        MmdbFile? file = isV6 ? _fileV6 : _file;
        if (file is null || !file.TryFind(address, out int offset))
        {
            value = default;
            return false;
        }

        if (!_texts.TryGetValue((isV6, offset, form), out EvaluatedText known))
        {
            known = Make(file, offset, form);
            if (Volatile.Read(ref _count) < MostTexts && _texts.TryAdd((isV6, offset, form), known))
            {
                Interlocked.Increment(ref _count);
            }
        }

        value = known.Value;
        return known.Has;
    }

    private static EvaluatedText Make(MmdbFile file, int offset, GeoForm form)
    {
        string? number = form is GeoForm.AsNumber or GeoForm.AsBoth ? AsNumber(file, offset) : null;
        string? text = form switch
        {
            GeoForm.CountryCode => CountryCode(file, offset),
            GeoForm.CountryName => CountryName(file, offset),
            GeoForm.CountryBoth => Join(CountryCode(file, offset), CountryName(file, offset)),
            GeoForm.AsDescription => AsName(file, offset),
            GeoForm.AsBoth => Join(number, AsName(file, offset)),
            _ => number,
        };
        if (text is null)
        {
            return default;
        }

        return form == GeoForm.AsNumber && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong plain)
            ? new EvaluatedText(true, Evaluated.OfNumber(plain))
            : new EvaluatedText(true, Evaluated.OfText(new PooledText(text)));
    }

    // The nested names are MaxMind's and DB-IP's, the flat ones IPinfo's.
    private static string? CountryCode(MmdbFile file, int offset) =>
        file.ReadText(offset, "country", "iso_code") ?? file.ReadText(offset, "country_code");

    private static string? CountryName(MmdbFile file, int offset) =>
        file.ReadText(offset, "country", "names", "en") ?? file.ReadText(offset, "country");

    private static string? AsNumber(MmdbFile file, int offset)
    {
        if (file.ReadNumber(offset, "autonomous_system_number") is { } number)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        return file.ReadText(offset, "asn") is { } text && text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? text[2..] : null;
    }

    private static string? AsName(MmdbFile file, int offset) =>
        file.ReadText(offset, "autonomous_system_organization") ?? file.ReadText(offset, "as_name");

    private static string? Join(string? first, string? second) => first is null || second is null ? first ?? second : $"{first} {second}";

    private readonly record struct EvaluatedText(bool Has, Evaluated Value);
}
