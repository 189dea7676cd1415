using Weir.Bgp.Attributes;

namespace Weir.Bgp.Rib;

/// <summary>One wanted route as a neighbour knows it (RFC 4271 section 3.2).</summary>
/// <param name="Route">The route.</param>
/// <param name="State">Its true state.</param>
/// <param name="Attributes">The attributes wanted, those of the owner who spoke last.</param>
/// <param name="Owners">Who wants it.</param>
public sealed record RouteReport(Nlri Route, RouteState State, RouteAttributes Attributes, IReadOnlyList<string> Owners);
