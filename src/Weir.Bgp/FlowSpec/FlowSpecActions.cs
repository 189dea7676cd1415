using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;

namespace Weir.Bgp.FlowSpec;

/// <summary>Compiles the then object of a rule into communities and a next hop (RFC 8955 section 7, RFC 8956 section 6).</summary>
internal sealed class FlowSpecActions
{
    private const char Separator = ':';

    private readonly bool _isV6;
    private readonly List<FlowSpecProblem> _problems;
    private readonly List<ExtendedCommunity> _extended = [];
    private readonly List<Ipv6ExtendedCommunity> _ipv6 = [];
    private readonly List<Community> _standard = [];
    private readonly List<LargeCommunity> _large = [];
    private IPAddress? _nextHop;
    private int _redirects;

    /// <summary>Starts without actions; problems are added to the list given.</summary>
    public FlowSpecActions(bool isV6, List<FlowSpecProblem> problems)
    {
        _isV6 = isV6;
        _problems = problems;
    }

    /// <summary>The attributes of the actions compiled so far.</summary>
    public RouteAttributes Attributes => new()
    {
        NextHop = _nextHop,
        Communities = [.. _standard],
        ExtendedCommunities = [.. _extended],
        Ipv6ExtendedCommunities = [.. _ipv6],
        LargeCommunities = [.. _large],
    };

    /// <summary>Compiles every action.</summary>
    public void Compile(IReadOnlyDictionary<string, string> then)
    {
        foreach ((string name, string value) in then)
        {
            string? problem = CompileOne(name.ToLowerInvariant(), (value ?? "").Trim());
            if (problem is not null)
            {
                _problems.Add(new FlowSpecProblem($"then.{name}", problem, IsError: true));
            }
        }

        if (_redirects > 1)
        {
            _problems.Add(new FlowSpecProblem("then", "has more than one redirect; a router can follow one only", IsError: true));
        }

        if (then.Count == 0)
        {
            _problems.Add(new FlowSpecProblem("then", "is empty: matching traffic is forwarded as before", IsError: false));
        }
    }

    private string? CompileOne(string name, string value) => name switch
    {
        "traffic-rate" => AddRate(value, ExtendedCommunity.TrafficRateBytes),
        "traffic-rate-packets" => AddRate(value, ExtendedCommunity.TrafficRatePackets),
        "traffic-marking" => AddMarking(value),
        "traffic-action" => AddAction(value),
        "redirect-as" => AddRedirectAs(value),
        "redirect-as4" => AddRedirectAs4(value),
        "redirect-ip" => AddRedirectIp(value),
        "redirect-nexthop" => AddRedirectNextHop(value),
        "redirect-action-ip" => AddRedirectActionIp(value),
        "communities" => AddCommunities(value),
        _ => "is not an action of a flow specification",
    };

    private string? AddRate(string value, Func<ushort, float, ExtendedCommunity> make)
    {
        if (!float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate) || !(rate >= 0) || !float.IsFinite(rate))
        {
            return $"'{value}' is not a rate per second, 0 or more";
        }

        _extended.Add(make(0, rate));
        return null;
    }

    private string? AddMarking(string value)
    {
        if (!FlowSpecNames.TryDscp(value, out byte dscp))
        {
            return $"'{value}' is neither a DSCP from 0 to 63 nor a name such as le, ef, cs1 or af11";
        }

        _extended.Add(ExtendedCommunity.TrafficMarking(dscp));
        return null;
    }

    private string? AddAction(string value)
    {
        bool sample = false;
        bool terminal = false;
        foreach (string word in Words(value))
        {
            sample |= word == "sample";
            terminal |= word == "terminal";
            if (word is not ("sample" or "terminal"))
            {
                return $"'{word}' is neither sample nor terminal";
            }
        }

        _extended.Add(ExtendedCommunity.TrafficAction(sample, terminal));
        return null;
    }

    private string? AddRedirectAs(string value)
    {
        if (!TrySplit(value, out string left, out uint right) || !ushort.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out ushort asNumber))
        {
            return $"'{value}' is not AS:number with an AS of two octets, as in 65000:666";
        }

        return AddRedirect(ExtendedCommunity.RedirectAs(asNumber, right));
    }

    private string? AddRedirectAs4(string value)
    {
        if (!TrySplit(value, out string left, out uint right) || right > ushort.MaxValue
            || !uint.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out uint asNumber))
        {
            return $"'{value}' is not AS:number with a number of two octets, as in 4200000000:666";
        }

        return AddRedirect(ExtendedCommunity.RedirectAs4(asNumber, (ushort)right));
    }

    private string? AddRedirectIp(string value)
    {
        if (!TrySplit(value, out string left, out uint right) || right > ushort.MaxValue || !TryAddress(left.Trim('[', ']'), out IPAddress address))
        {
            return $"'{value}' is not address:number, as in 192.0.2.1:666 or [2001:db8::1]:666";
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return AddRedirect(ExtendedCommunity.RedirectIp(address, (ushort)right));
        }

        _redirects++;
        _ipv6.Add(Ipv6ExtendedCommunity.From(Ipv6ExtendedCommunity.RedirectTargetKind, address, (ushort)right));
        return null;
    }

    private string? AddRedirectNextHop(string value)
    {
        if (!TryAddress(value, out IPAddress address))
        {
            return $"'{value}' is not an address";
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !_isV6)
        {
            return $"'{value}' is IPv6 but the rule is IPv4";
        }

        _nextHop = address;
        return AddRedirect(ExtendedCommunity.RedirectNextHop(copy: false));
    }

    private string? AddRedirectActionIp(string value)
    {
        if (!TryAddress(value, out IPAddress address))
        {
            return $"'{value}' is not an address";
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return AddRedirect(ExtendedCommunity.RedirectActionIp(address, copy: false));
        }

        _redirects++;
        _ipv6.Add(Ipv6ExtendedCommunity.From(Ipv6ExtendedCommunity.RedirectActionIpKind, address, 0));
        return null;
    }

    // Two numbers make a standard community, type:subtype:value an extended one, large:a:b:c a large one.
    private string? AddCommunities(string value)
    {
        foreach (string word in Words(value))
        {
            if (word.StartsWith("large:", StringComparison.OrdinalIgnoreCase) && LargeCommunity.TryParse(word.AsSpan(6), out LargeCommunity large))
            {
                _large.Add(large);
            }
            else if (ExtendedCommunity.TryParse(word, out ExtendedCommunity extended))
            {
                _extended.Add(extended);
            }
            else if (Community.TryParse(word, out Community standard))
            {
                _standard.Add(standard);
            }
            else
            {
                return $"'{word}' is not a community: write asn:value, type:subtype:value (as in 128:6:0) or large:a:b:c";
            }
        }

        return null;
    }

    private string? AddRedirect(ExtendedCommunity community)
    {
        _redirects++;
        _extended.Add(community);
        return null;
    }

    private static string[] Words(string value) => value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static bool TryAddress(string text, out IPAddress address)
    {
        bool plausible = text.Contains(Separator, StringComparison.Ordinal) || text.AsSpan().Count('.') == 3;
        bool parsed = IPAddress.TryParse(text, out IPAddress? found) && plausible;
        address = found ?? IPAddress.None;
        return parsed;
    }

    private static bool TrySplit(string value, out string left, out uint right)
    {
        int colon = value.LastIndexOf(Separator);
        left = colon < 0 ? "" : value[..colon];
        right = 0;
        return colon > 0 && uint.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out right);
    }
}
