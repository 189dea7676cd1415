using System.Collections.Immutable;
using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>Names that agents give themselves and their interfaces: how nodes and ports of the topology are found.</summary>
/// <remarks>
/// Shards report a name when it changes, under their own gate; this lock is taken inside theirs and never the other way round. Only the
/// agent concerned is worked out anew, and a new view is published whole. Names are bounded with the agents and data sources.
/// </remarks>
public sealed partial class TopologyStore
{
    private readonly Dictionary<NetworkAddress, string> _hostNames = [];
    private readonly Dictionary<string, NetworkAddress> _agentsByHostName = new(StringComparer.Ordinal);
    private readonly Dictionary<NetworkAddress, Dictionary<uint, string>> _portNames = [];

    /// <summary>An agent said its name. Called by shards, only when the name changes.</summary>
    internal void OnHostName(NetworkAddress agent, string? name)
    {
        lock (_gate)
        {
            HashSet<NetworkAddress> affected = [agent];
            if (_hostNames.Remove(agent, out string? before) && _agentsByHostName.TryGetValue(before, out NetworkAddress named) && named == agent)
            {
                _agentsByHostName.Remove(before);
                AddSectionAgent(affected, before);
            }

            if (name is not null)
            {
                _hostNames[agent] = name;
                if (_agentsByHostName.TryGetValue(name, out NetworkAddress other))
                {
                    affected.Add(other);
                }

                _agentsByHostName[name] = agent;
                AddSectionAgent(affected, name);
            }

            Rebuild(affected);
        }
    }

    /// <summary>An agent named an interface. Called by shards, only when the name changes.</summary>
    internal void OnPortName(InterfaceKey port, string? name)
    {
        lock (_gate)
        {
            if (!_portNames.TryGetValue(port.Agent, out Dictionary<uint, string>? names))
            {
                names = [];
                _portNames.Add(port.Agent, names);
            }

            if (name is null)
            {
                names.Remove(port.IfIndex);
            }
            else
            {
                names[port.IfIndex] = name;
            }

            Rebuild([port.Agent]);
        }
    }

    private void AddSectionAgent(HashSet<NetworkAddress> affected, string node)
    {
        if (_definition is not null && _definition.Nodes.TryGetValue(node, out TopologyNode? section) && section.Agent is { } agent)
        {
            affected.Add(agent);
        }
    }

    private void Rebuild(IEnumerable<NetworkAddress> agents)
    {
        if (_definition is null)
        {
            return;
        }

        ImmutableDictionary<NetworkAddress, AgentPorts>.Builder view = _view.Agents.ToBuilder();
        foreach (NetworkAddress agent in agents)
        {
            AgentPorts? ports = BuildAgent(_definition, agent);
            if (ports is null)
            {
                view.Remove(agent);
            }
            else
            {
                view[agent] = ports;
            }
        }

        _view = new TopologyView(view.ToImmutable());
    }

    private AgentPorts? BuildAgent(TopologyDefinition definition, NetworkAddress agent)
    {
        List<string> nodes = [.. FindNodes(definition, agent).Order(StringComparer.Ordinal)];
        if (nodes.Count == 0)
        {
            return null;
        }

        AgentPorts ports = new(nodes, [], []);
        foreach (string node in nodes)
        {
            foreach ((string port, TopologyPort written) in definition.Nodes.GetValueOrDefault(node)?.Ports ?? new Dictionary<string, TopologyPort>())
            {
                Bind(definition, ports, written.IfIndex, new NodePort(node, port));
            }
        }

        // Names that the agent itself reports come last: they are truer than what somebody wrote.
        foreach ((uint ifIndex, string name) in _portNames.GetValueOrDefault(agent) ?? [])
        {
            string? node = nodes.FirstOrDefault(n => definition.HasPort(new NodePort(n, name))) ?? (nodes.Count == 1 ? nodes[0] : null);
            Bind(definition, ports, ifIndex, node is null ? null : new NodePort(node, name));
        }

        return ports;
    }

    private static void Bind(TopologyDefinition definition, AgentPorts ports, uint? ifIndex, NodePort? port)
    {
        if (ifIndex is not { } index || port is not { } named)
        {
            return;
        }

        if (ports.ByPort.TryGetValue(named, out uint before) && before != index)
        {
            ports.ByIfIndex.Remove(before);
        }

        ports.ByPort[named] = index;
        ports.ByIfIndex[index] = new PortBinding(named.Node, named.Port, definition.LinkOf(named));
    }

    /// <summary>Nodes of an agent: the one that has its host name, and those whose section names it unless another agent has their name.</summary>
    private IEnumerable<string> FindNodes(TopologyDefinition definition, NetworkAddress agent)
    {
        if (_hostNames.TryGetValue(agent, out string? name) && definition.HasNode(name) && _agentsByHostName[name] == agent)
        {
            yield return name;
        }

        foreach (string node in definition.NodesOfAgent.GetValueOrDefault(agent) ?? [])
        {
            if (node != name && !_agentsByHostName.ContainsKey(node))
            {
                yield return node;
            }
        }
    }

    private NetworkAddress? FindAgent(TopologyDefinition definition, string node) =>
        _agentsByHostName.TryGetValue(node, out NetworkAddress agent) && definition.HasNode(node)
            ? agent
            : definition.Nodes.GetValueOrDefault(node)?.Agent;
}
