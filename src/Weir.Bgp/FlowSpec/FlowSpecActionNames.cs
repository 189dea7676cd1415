using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;

namespace Weir.Bgp.FlowSpec;

/// <summary>Names of actions as scripts write them, and the actions that communities stand for (RFC 8955 section 7).</summary>
public static class FlowSpecActionNames
{
    private static readonly (string Name, FlowSpecActionSet Action, ushort Kind)[] All =
    [
        ("traffic-rate", FlowSpecActionSet.TrafficRate, ExtendedCommunity.TrafficRateBytesKind),
        ("traffic-rate-packets", FlowSpecActionSet.TrafficRatePackets, ExtendedCommunity.TrafficRatePacketsKind),
        ("traffic-action", FlowSpecActionSet.TrafficAction, ExtendedCommunity.TrafficActionKind),
        ("traffic-marking", FlowSpecActionSet.TrafficMarking, ExtendedCommunity.TrafficMarkingKind),
        ("redirect-as", FlowSpecActionSet.RedirectAs, ExtendedCommunity.RedirectAsKind),
        ("redirect-as4", FlowSpecActionSet.RedirectAs4, ExtendedCommunity.RedirectAs4Kind),
        ("redirect-ip", FlowSpecActionSet.RedirectIp, ExtendedCommunity.RedirectIpKind),
        ("redirect-nexthop", FlowSpecActionSet.RedirectNextHop, ExtendedCommunity.RedirectNextHopKind),
        ("redirect-action-ip", FlowSpecActionSet.RedirectActionIp, ExtendedCommunity.RedirectActionIpKind),
    ];

    /// <summary>Finds an action by its name; false when there is none of it.</summary>
    public static bool TryFind(string name, out FlowSpecActionSet action)
    {
        action = Array.Find(All, a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Action;
        return action != FlowSpecActionSet.None;
    }

    /// <summary>The names of a set, in a fixed order.</summary>
    public static IReadOnlyList<string> Of(FlowSpecActionSet actions) => [.. All.Where(a => (actions & a.Action) != 0).Select(static a => a.Name)];

    /// <summary>The actions that a route asks for, however they were written.</summary>
    public static FlowSpecActionSet Of(RouteAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        FlowSpecActionSet found = FlowSpecActionSet.None;
        foreach (ExtendedCommunity community in attributes.ExtendedCommunities)
        {
            found |= Array.Find(All, a => a.Kind == community.Kind).Action;
        }

        foreach (Ipv6ExtendedCommunity community in attributes.Ipv6ExtendedCommunities)
        {
            found |= community.Kind switch
            {
                Ipv6ExtendedCommunity.RedirectTargetKind => FlowSpecActionSet.RedirectIp,
                Ipv6ExtendedCommunity.RedirectActionIpKind => FlowSpecActionSet.RedirectActionIp,
                _ => FlowSpecActionSet.None,
            };
        }

        return found;
    }
}
