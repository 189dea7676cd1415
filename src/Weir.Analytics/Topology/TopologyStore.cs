using System.Buffers;
using System.Text.Json;
using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>The topology people have set, and where it meets the agents. Safe from any thread.</summary>
/// <remarks>
/// A node is an agent by the host name the agent reports, otherwise by the node's section; a port is an interface by the port name the
/// agent reports, otherwise by the section. Several nodes may share an agent: then the interface decides.
/// </remarks>
public sealed partial class TopologyStore
{
    // Shared: written under the gate, read anywhere; each is replaced whole.
    private readonly Lock _gate = new();
    private volatile TopologyDefinition? _definition;
    private volatile TopologyView _view = TopologyView.Empty;
    private long _version = -1;

    /// <summary>The interfaces of the topology as they are known now.</summary>
    public TopologyView View => _view;

    /// <summary>Hosts located at edge ports.</summary>
    public HostLocator Hosts { get; } = new();

    /// <summary>True while a topology is set.</summary>
    public bool IsSet => _definition is not null;

    /// <summary>Counts the topologies set, from 0; null when none was.</summary>
    public long? Version => _definition is null ? null : Interlocked.Read(ref _version);

    internal TopologyDefinition? Definition => _definition;

    /// <summary>Replaces the topology and forgets the located hosts.</summary>
    /// <param name="topology">Object with <c>links</c> and, perhaps, <c>nodes</c>; a <c>version</c> in it is ignored.</param>
    /// <returns>What is wrong; empty when it was replaced.</returns>
    public IReadOnlyList<Diagnostic> Set(JsonElement topology)
    {
        TopologyDefinition? made = TopologyDefinition.Read(topology, out IReadOnlyList<Diagnostic> diagnostics);
        if (made is null)
        {
            return diagnostics;
        }

        lock (_gate)
        {
            _definition = made;
            _version++;
            _view = TopologyView.Empty;
            Rebuild(made.NodesOfAgent.Keys.Concat(_hostNames.Keys).Distinct());
        }

        Hosts.Clear();
        return diagnostics;
    }

    /// <summary>The topology with its version; null when none is set.</summary>
    public JsonElement? Get()
    {
        lock (_gate)
        {
            if (_definition is not { } definition)
            {
                return null;
            }

            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer))
            {
                writer.WriteStartObject();
                writer.WriteNumber("version", _version);
                WriteSection(writer, "links", definition.Links.Select(static p => (p.Key, p.Value.Json)));
                WriteSection(writer, "nodes", definition.Nodes.Select(static p => (p.Key, p.Value.Json)));
                writer.WriteEndObject();
            }

            return JsonDocument.Parse(buffer.WrittenMemory).RootElement.Clone();
        }
    }

    /// <summary>Names of all nodes, sorted; null when no topology is set.</summary>
    public IReadOnlyList<string>? NodeNames() => _definition?.LinksOfNode.Keys.Order(StringComparer.Ordinal).ToArray();

    /// <summary>Names of all links, sorted; null when no topology is set.</summary>
    public IReadOnlyList<string>? LinkNames() => _definition?.Links.Keys.Order(StringComparer.Ordinal).ToArray();

    /// <summary>A node as it was written, an empty object when only links name it; null when unknown.</summary>
    public JsonElement? Node(string name)
    {
        if (_definition is not { } definition || !definition.HasNode(name))
        {
            return null;
        }

        return definition.Nodes.TryGetValue(name, out TopologyNode? node) ? node.Json : JsonSerializer.SerializeToElement(new { });
    }

    /// <summary>A link as it was written; null when unknown.</summary>
    public JsonElement? Link(string name) =>
        _definition is { } definition && definition.Links.TryGetValue(name, out TopologyLink? link) ? link.Json : null;

    /// <summary>Names of a node's links, as they were written; null for an unknown node.</summary>
    public IReadOnlyList<string>? NodeLinks(string node) => _definition?.LinksOfNode.GetValueOrDefault(node);

    /// <summary>Agent of a node; null when it is not known.</summary>
    public string? AgentForNode(string node)
    {
        lock (_gate)
        {
            return _definition is { } definition ? FindAgent(definition, node)?.ToString() : null;
        }
    }

    /// <summary>Nodes of an agent, sorted; null when there are none.</summary>
    /// <param name="agent">Agent address.</param>
    /// <param name="dataSource">Interface that must belong to the node; null for any.</param>
    public IReadOnlyList<string>? NodesForAgent(string agent, string? dataSource = null)
    {
        if (!NetworkAddress.TryParse(agent, out NetworkAddress address))
        {
            return null;
        }

        TopologyView view = View;
        IReadOnlyList<string> nodes = view.Nodes(address);
        if (dataSource is not null && nodes.Count > 1 && uint.TryParse(dataSource, out uint ifIndex))
        {
            return view.Find(address, ifIndex) is { } binding ? [binding.Node] : null;
        }

        return nodes.Count == 0 ? null : nodes;
    }

    /// <summary>The link that ends at an interface; null when none does.</summary>
    public InterfaceLink? InterfaceToLink(string agent, string ifIndex)
    {
        if (FindBinding(agent, ifIndex) is not { Link: { } name, Port: { } port } binding
            || _definition is not { } definition || !definition.Links.TryGetValue(name, out TopologyLink? link))
        {
            return null;
        }

        NodePort local = new(binding.Node, port);
        NodePort remote = link.End1 == local ? link.End2 : link.End1;
        return new InterfaceLink(name, name, local.Node, local.Port, remote.Node, remote.Port);
    }

    /// <summary>Node and port of an interface; null when its agent is no node. The port is null when only the node is known.</summary>
    public InterfacePort? InterfaceToPort(string agent, string ifIndex)
    {
        PortBinding? binding = FindBinding(agent, ifIndex);
        string? node = binding?.Node ?? (NodesForAgent(agent) is { Count: 1 } nodes ? nodes[0] : null);
        if (node is null)
        {
            return null;
        }

        TopologyNode? section = _definition?.Nodes.GetValueOrDefault(node);
        TopologyPort? port = binding?.Port is { } name ? section?.Ports.GetValueOrDefault(name) : null;
        return new InterfacePort(node, binding?.Port, section?.Dpid, port?.OfPort);
    }

    /// <summary>The two ends of a link; null for an unknown link.</summary>
    public IReadOnlyList<LinkInterface>? LinkToInterfaces(string name)
    {
        lock (_gate)
        {
            return _definition is { } definition && definition.Links.TryGetValue(name, out TopologyLink? link)
                ? [FindInterface(definition, link.End1), FindInterface(definition, link.End2)]
                : null;
        }
    }

    private LinkInterface FindInterface(TopologyDefinition definition, NodePort end)
    {
        NetworkAddress? agent = FindAgent(definition, end.Node);
        bool known = false;
        uint ifIndex = 0;
        if (agent is { } address && _view.Agents.TryGetValue(address, out AgentPorts? ports))
        {
            known = ports.ByPort.TryGetValue(end, out ifIndex);
        }

        return new LinkInterface(end.Node, end.Port, agent?.ToString(), known ? $"{ifIndex}" : null);
    }

    private PortBinding? FindBinding(string agent, string ifIndex) =>
        NetworkAddress.TryParse(agent, out NetworkAddress address) && uint.TryParse(ifIndex, out uint index) ? View.Find(address, index) : null;

    private static void WriteSection(Utf8JsonWriter writer, string name, IEnumerable<(string Name, JsonElement Json)> members)
    {
        writer.WriteStartObject(name);
        foreach ((string member, JsonElement json) in members)
        {
            writer.WritePropertyName(member);
            json.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
