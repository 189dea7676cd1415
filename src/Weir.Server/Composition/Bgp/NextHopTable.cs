using System.Globalization;
using System.Net;
using Weir.Bgp.Rib;

namespace Weir.Server.Composition.Bgp;

/// <summary>The MAC addresses of next hops as scripts said them last.</summary>
internal sealed class NextHopTable
{
    /// <summary>Most next hops.</summary>
    public const int MaxNextHops = 65_536;

    private const int MacDigits = 12;

    // Shared: replaced whole by scripts' calls, read by shards.
    private volatile NextHopMap _current = NextHopMap.Empty;

    /// <summary>The addresses in force.</summary>
    public NextHopMap Current => _current;

    /// <summary>Replaces all addresses.</summary>
    /// <param name="macByNextHop">MAC address of each next hop: twelve hexadecimal digits, with or without separators.</param>
    /// <returns>What is wrong, and then nothing was changed; null when nothing is.</returns>
    public string? Replace(IReadOnlyDictionary<string, string> macByNextHop)
    {
        if (macByNextHop.Count > MaxNextHops)
        {
            return $"{macByNextHop.Count} next hops: {MaxNextHops} are the most";
        }

        Dictionary<IPAddress, ulong> macs = [];
        foreach ((string nextHop, string mac) in macByNextHop)
        {
            string digits = string.Concat(mac.Where(static c => c is not (':' or '-' or '.')));
            if (!IPAddress.TryParse(nextHop, out IPAddress? address))
            {
                return $"'{nextHop}' is not an address";
            }

            if (digits.Length != MacDigits || !ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
            {
                return $"{nextHop}: '{mac}' is not a MAC address of twelve hexadecimal digits";
            }

            macs[address] = value;
        }

        _current = new NextHopMap(macs);
        return null;
    }
}
