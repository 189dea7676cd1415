namespace Weir.Scripting.Bgp;

/// <summary>What scripts ask of the BGP side. All calls return at once; false, 0 and null mean it did not happen.</summary>
public interface IBgpService
{
    /// <summary>The same service as one script uses it: what it changes is done in that script's name.</summary>
    /// <param name="script">The script's id.</param>
    IBgpService For(string script) => this;

    /// <summary>Accepts sessions from a router.</summary>
    /// <param name="neighbor">The router and what to offer it.</param>
    /// <param name="stateChanged">Called with the router and true when its session is established, false when it is lost; from any thread.</param>
    bool AddNeighbor(BgpNeighborSpec neighbor, Action<string, bool> stateChanged);

    /// <summary>Ends the session with a router and accepts no more.</summary>
    bool RemoveNeighbor(string router);

    /// <summary>Ties an agent's samples to a router's routes.</summary>
    bool AddSource(BgpSourceSpec source);

    /// <summary>Unties an agent.</summary>
    bool RemoveSource(string agent);

    /// <summary>Announces a route, replacing one for the same prefix.</summary>
    bool AddRoute(string router, BgpRouteSpec route);

    /// <summary>Withdraws a route.</summary>
    bool RemoveRoute(string router, string prefix);

    /// <summary>Routes announced to a router.</summary>
    int RouteCount(string router);

    /// <summary>Announces a FlowSpec rule (RFC 8955 section 4).</summary>
    bool AddFlow(string router, BgpFlowSpec flow);

    /// <summary>Withdraws a FlowSpec rule.</summary>
    bool RemoveFlow(string router, BgpFlowSpec flow);

    /// <summary>FlowSpec rules announced to a router.</summary>
    int FlowCount(string router);

    /// <summary>Prefixes with the most traffic among the routes learned from a router; null when there is no session.</summary>
    BgpTopPrefixes? TopPrefixes(BgpTopPrefixesQuery query);

    /// <summary>MAC addresses (12 hex digits) of next hops, for multipath.</summary>
    bool SetNextHops(IReadOnlyDictionary<string, string> macByNextHop);
}
