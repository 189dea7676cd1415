using System.Globalization;
using Weir.Wire;

namespace Weir.Ingest.Udp;

/// <summary>The UDP sources that may send: a list of addresses and prefixes. Immutable; one look-up for each prefix length in the list.</summary>
public sealed class SourceFilter
{
    private readonly PrefixGroup[] _groups;

    private SourceFilter(PrefixGroup[] groups, bool any)
    {
        _groups = groups;
        AllowsAny = any;
    }

    /// <summary>Lets everyone send.</summary>
    public static SourceFilter Any { get; } = new([], any: true);

    /// <summary>True when there is no list, so that everyone may send.</summary>
    public bool AllowsAny { get; }

    /// <summary>Reads a list such as <c>10.0.0.0/8, 192.0.2.1, 2001:db8::/32</c>; an empty one lets everyone send.</summary>
    /// <param name="text">Entries separated by comma, semicolon or white space.</param>
    /// <exception cref="IngestException">An entry is neither an address nor a prefix; the message names every bad one.</exception>
    public static SourceFilter Parse(string? text)
    {
        string[] entries = (text ?? "").Split([',', ';', ' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        Dictionary<(NetworkFamily, int), HashSet<NetworkAddress>> groups = [];
        List<string> bad = [];
        foreach (string entry in entries)
        {
            if (!TryParsePrefix(entry, out NetworkAddress address, out int length))
            {
                bad.Add(entry);
                continue;
            }

            if (!groups.TryGetValue((address.Family, length), out HashSet<NetworkAddress>? set))
            {
                groups[(address.Family, length)] = set = [];
            }

            set.Add(Mask(address, length));
        }

        if (bad.Count > 0)
        {
            throw new IngestException($"Not an address or prefix: {string.Join(", ", bad)} (expected for example 10.0.0.0/8 or 2001:db8::1)");
        }

        return entries.Length == 0 ? Any : new SourceFilter([.. groups.Select(g => new PrefixGroup(g.Key.Item1, g.Key.Item2, g.Value))], any: false);
    }

    /// <summary>True when <paramref name="source"/> may send.</summary>
    public bool Contains(NetworkAddress source)
    {
        foreach (PrefixGroup group in _groups)
        {
            if (group.Family == source.Family && group.Prefixes.Contains(Mask(source, group.Length)))
            {
                return true;
            }
        }

        return AllowsAny;
    }

    private static bool TryParsePrefix(string entry, out NetworkAddress address, out int length)
    {
        int slash = entry.IndexOf('/', StringComparison.Ordinal);
        ReadOnlySpan<char> host = slash < 0 ? entry : entry.AsSpan(0, slash);
        length = 0;
        if (!NetworkAddress.TryParse(host, out address))
        {
            return false;
        }

        int width = address.Family == NetworkFamily.V6 ? 128 : 32;
        length = width;
        return slash < 0
            || (int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= width);
    }

    private static NetworkAddress Mask(NetworkAddress address, int length) => address.Family == NetworkFamily.V6
        ? new NetworkAddress(address.High & TopBits(length), address.Low & TopBits(length - 64), address.Family)
        : new NetworkAddress(0, address.Low & (TopBits(length) >> 32), address.Family);

    private static ulong TopBits(int count) => count switch
    {
        <= 0 => 0,
        >= 64 => ulong.MaxValue,
        _ => ulong.MaxValue << (64 - count),
    };

    private sealed record PrefixGroup(NetworkFamily Family, int Length, HashSet<NetworkAddress> Prefixes);
}
