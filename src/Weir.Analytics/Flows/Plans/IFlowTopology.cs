using Weir.Wire;

namespace Weir.Analytics.Flows.Plans;

/// <summary>What flows ask of the topology. Called on the shards' threads; must not block.</summary>
internal interface IFlowTopology
{
    /// <summary>Name of the link at a port; null for an edge port, an unknown port, or without a topology.</summary>
    string? LinkName(NetworkAddress agent, uint ifIndex);

    /// <summary>True when the port is no inter-switch link of the topology, or when there is no topology.</summary>
    bool IsEdge(NetworkAddress agent, uint ifIndex);

    /// <summary>True when the port is an inter-switch link of the topology.</summary>
    bool IsCore(NetworkAddress agent, uint ifIndex);
}
