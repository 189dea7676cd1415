namespace Weir.Analytics.Topology;

/// <summary>What the topology knows of one agent. Never changed once made.</summary>
/// <param name="Nodes">Nodes that report through the agent, sorted by name.</param>
/// <param name="ByIfIndex">Node, port and link of its interfaces.</param>
/// <param name="ByPort">Interface of a node's port.</param>
internal sealed record AgentPorts(
    IReadOnlyList<string> Nodes, Dictionary<uint, PortBinding> ByIfIndex, Dictionary<NodePort, uint> ByPort);
