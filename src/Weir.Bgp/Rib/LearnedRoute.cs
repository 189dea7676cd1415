using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;

namespace Weir.Bgp.Rib;

/// <summary>A route learned from a neighbour (RFC 4271 section 3.2, Adj-RIB-In).</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Set">Its attributes, shared with other prefixes.</param>
public readonly record struct LearnedRoute(IpPrefix Prefix, AttributeSet Set)
{
    /// <summary>The attributes.</summary>
    public RouteAttributes Attributes => Set.Attributes;
}
