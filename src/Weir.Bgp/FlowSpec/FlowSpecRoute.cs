using Weir.Bgp.Attributes;
using Weir.Bgp.Rib;

namespace Weir.Bgp.FlowSpec;

/// <summary>A rule and its actions, encoded and ready to announce (RFC 8955 sections 4 and 7).</summary>
/// <param name="Rule">What it matches.</param>
/// <param name="Nlri">The rule's octets, the same for announcement and withdrawal.</param>
/// <param name="Attributes">The actions as communities, and the next hop of a redirect.</param>
public sealed record FlowSpecRoute(FlowSpecRule Rule, Nlri Nlri, RouteAttributes Attributes);
