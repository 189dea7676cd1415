using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;

namespace Weir.Bgp.Rib;

/// <summary>A unicast route to announce (RFC 4271 section 4.3, RFC 7999 for blackholes).</summary>
/// <param name="Prefix">What is announced.</param>
/// <param name="Attributes">Its attributes; the next hop is of the prefix's family.</param>
public sealed record UnicastRoute(IpPrefix Prefix, RouteAttributes Attributes)
{
    private const int MaxAttributesLength = 2048;

    /// <summary>The route's identity on the wire.</summary>
    public Nlri Nlri { get; } = Nlri.FromPrefix(Prefix);

    /// <summary>Whether it has a next hop of its family, and attributes that fit a message.</summary>
    public bool IsValid => Attributes.NextHop is IPAddress hop && (hop.AddressFamily == AddressFamily.InterNetworkV6) == Prefix.IsV6
        && Attributes.EncodedLength <= MaxAttributesLength;

    /// <summary>Makes a route from the texts scripts use; every problem is listed.</summary>
    /// <param name="prefix">Prefix, or an address for a host route.</param>
    /// <param name="nextHop">Next hop.</param>
    /// <param name="communities">Communities separated by blanks or commas; may be empty.</param>
    /// <param name="localPref">LOCAL_PREF; may be empty.</param>
    /// <param name="asPath">AS_PATH; may be empty.</param>
    /// <param name="route">The route, when true is returned.</param>
    /// <param name="problems">What is wrong, when false is.</param>
    public static bool TryParse(
        string prefix, string nextHop, string communities, string localPref, string asPath, out UnicastRoute? route, out IReadOnlyList<string> problems)
    {
        List<string> found = [];
        if (!IpPrefix.TryParse(prefix, out IpPrefix parsed))
        {
            found.Add($"prefix: '{prefix}' is not an address or prefix");
        }

        if (!IPAddress.TryParse(nextHop, out IPAddress? hop) || (hop.AddressFamily == AddressFamily.InterNetworkV6) != parsed.IsV6)
        {
            found.Add($"nexthop: '{nextHop}' is not an address of the prefix's family");
        }

        uint preference = 0;
        if (!string.IsNullOrWhiteSpace(localPref) && !uint.TryParse(localPref, NumberStyles.None, CultureInfo.InvariantCulture, out preference))
        {
            found.Add($"localpref: '{localPref}' is not a number");
        }

        if (!AsPath.TryParse(asPath, out AsPath path))
        {
            found.Add($"aspath: '{asPath}' is not a list of AS numbers");
        }

        ReadCommunities(communities, out List<Community> standard, out List<LargeCommunity> large, out List<ExtendedCommunity> extended, found);
        RouteAttributes attributes = new()
        {
            NextHop = hop,
            AsPath = path,
            LocalPref = string.IsNullOrWhiteSpace(localPref) ? null : preference,
            Communities = standard,
            LargeCommunities = large,
            ExtendedCommunities = extended,
        };
        problems = found;
        route = found.Count == 0 ? new UnicastRoute(parsed, attributes) : null;
        return route is not null;
    }

    private static void ReadCommunities(
        string text, out List<Community> standard, out List<LargeCommunity> large, out List<ExtendedCommunity> extended, List<string> problems)
    {
        standard = [];
        large = [];
        extended = [];
        foreach (string word in (text ?? "").Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Community.TryParse(word, out Community community))
            {
                standard.Add(community);
            }
            else if (word.StartsWith("ext:", StringComparison.OrdinalIgnoreCase) && ExtendedCommunity.TryParse(word.AsSpan(4), out ExtendedCommunity wide))
            {
                extended.Add(wide);
            }
            else if (LargeCommunity.TryParse(word, out LargeCommunity three))
            {
                large.Add(three);
            }
            else
            {
                problems.Add($"communities: '{word}' is not a community");
            }
        }
    }
}
