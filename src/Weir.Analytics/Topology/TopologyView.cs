using System.Collections.Immutable;
using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>Which interfaces belong to the topology, as far as it is known now. Immutable: take it once per question.</summary>
public sealed class TopologyView
{
    /// <summary>No topology.</summary>
    public static readonly TopologyView Empty = new(ImmutableDictionary<NetworkAddress, AgentPorts>.Empty);

    private readonly ImmutableDictionary<NetworkAddress, AgentPorts> _agents;

    internal TopologyView(ImmutableDictionary<NetworkAddress, AgentPorts> agents)
    {
        _agents = agents;
    }

    /// <summary>True when no agent belongs to a topology.</summary>
    public bool IsEmpty => _agents.IsEmpty;

    internal ImmutableDictionary<NetworkAddress, AgentPorts> Agents => _agents;

    /// <summary>True when the agent is a node of the topology.</summary>
    public bool Contains(NetworkAddress agent) => _agents.ContainsKey(agent);

    /// <summary>True when the interface is an end of a link between nodes.</summary>
    public bool IsCore(NetworkAddress agent, uint ifIndex) => LinkName(agent, ifIndex) is not null;

    /// <summary>True when the agent is a node of the topology and the interface is not an end of a link.</summary>
    public bool IsEdge(NetworkAddress agent, uint ifIndex) => Contains(agent) && LinkName(agent, ifIndex) is null;

    /// <summary>Name of the link that ends at the interface; null when none does.</summary>
    public string? LinkName(NetworkAddress agent, uint ifIndex) => Find(agent, ifIndex)?.Link;

    /// <summary>Node, port and link of an interface; null when the topology does not name it.</summary>
    public PortBinding? Find(NetworkAddress agent, uint ifIndex) =>
        _agents.TryGetValue(agent, out AgentPorts? ports) && ports.ByIfIndex.TryGetValue(ifIndex, out PortBinding? binding) ? binding : null;

    /// <summary>Nodes that report through an agent, sorted by name.</summary>
    public IReadOnlyList<string> Nodes(NetworkAddress agent) => _agents.TryGetValue(agent, out AgentPorts? ports) ? ports.Nodes : [];
}
