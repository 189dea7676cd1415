using Weir.Analytics.Routes;
using Weir.Wire;

namespace Weir.Analytics;

/// <content>Routing tables for agents that know none.</content>
public sealed partial class AnalyticsEngine
{
    private readonly Lock _routesGate = new();

    // Shared: replaced whole under the gate, read by every shard.
    private volatile RouteSources _routeSources = RouteSources.None;

    internal RouteSources RouteSources => _routeSources;

    /// <summary>Looks up the samples of an agent in a routing table where the agent itself sends no extended_gateway.</summary>
    /// <param name="agent">Agent address, or EDGE for all other agents at ports that are no link of the topology.</param>
    /// <param name="source">The table; null to stop.</param>
    /// <returns>False when <paramref name="agent"/> is neither; nothing was changed.</returns>
    public bool SetRouteSource(string agent, IRouteSource? source)
    {
        ArgumentNullException.ThrowIfNull(agent);
        lock (_routesGate)
        {
            if (agent.Equals(RouteSources.EdgeToken, StringComparison.OrdinalIgnoreCase))
            {
                _routeSources = _routeSources.WithEdge(source);
                return true;
            }

            if (!NetworkAddress.TryParse(agent, out NetworkAddress address))
            {
                return false;
            }

            _routeSources = _routeSources.With(address, source);
            return true;
        }
    }
}
