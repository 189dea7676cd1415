using System.Globalization;
using System.Text.Json;
using Weir.Wire;

namespace Weir.Analytics.Topology;

/// <summary>A topology as it was written, checked. Immutable.</summary>
/// <remarks>Nodes that only links name are nodes too. Bounded: at most <see cref="MaxLinks"/> links and as many nodes.</remarks>
internal sealed class TopologyDefinition
{
    /// <summary>Links, and nodes, that are accepted.</summary>
    public const int MaxLinks = 100_000;

    private readonly Dictionary<string, TopologyNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TopologyLink> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<NodePort, string> _linkOfPort = [];
    private readonly Dictionary<string, List<string>> _linksOfNode = new(StringComparer.Ordinal);
    private readonly Dictionary<NetworkAddress, List<string>> _nodesOfAgent = [];
    private readonly List<Diagnostic> _problems = [];

    private TopologyDefinition()
    {
    }

    /// <summary>Nodes that have a section of their own.</summary>
    public IReadOnlyDictionary<string, TopologyNode> Nodes => _nodes;

    /// <summary>Links by name.</summary>
    public IReadOnlyDictionary<string, TopologyLink> Links => _links;

    /// <summary>Links of every node, those without a section included.</summary>
    public IReadOnlyDictionary<string, List<string>> LinksOfNode => _linksOfNode;

    /// <summary>Nodes whose section names an agent.</summary>
    public IReadOnlyDictionary<NetworkAddress, List<string>> NodesOfAgent => _nodesOfAgent;

    /// <summary>Reads a topology; a version in it is ignored.</summary>
    /// <param name="json">Object with links and, perhaps, nodes.</param>
    /// <param name="diagnostics">What is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public static TopologyDefinition? Read(JsonElement json, out IReadOnlyList<Diagnostic> diagnostics)
    {
        TopologyDefinition made = new();
        diagnostics = made._problems;
        if (json.ValueKind != JsonValueKind.Object)
        {
            made._problems.Add(new Diagnostic("topology", "expected an object with links and nodes"));
            return null;
        }

        made.ReadSection(json, "nodes", made.ReadNode);
        made.ReadSection(json, "links", made.ReadLink);
        return made._problems.Count > 0 ? null : made;
    }

    /// <summary>True when the node exists.</summary>
    public bool HasNode(string name) => _linksOfNode.ContainsKey(name);

    /// <summary>Link that ends at a port; null when none does.</summary>
    public string? LinkOf(NodePort port) => _linkOfPort.GetValueOrDefault(port);

    /// <summary>True when a link or a node's section names the port.</summary>
    public bool HasPort(NodePort port) =>
        _linkOfPort.ContainsKey(port) || (_nodes.TryGetValue(port.Node, out TopologyNode? node) && node.Ports.ContainsKey(port.Port));

    private void ReadSection(JsonElement json, string name, Action<string, JsonElement> read)
    {
        if (!json.TryGetProperty(name, out JsonElement section) || section.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (section.ValueKind != JsonValueKind.Object)
        {
            _problems.Add(new Diagnostic(name, "expected an object"));
            return;
        }

        int count = 0;
        foreach (JsonProperty member in section.EnumerateObject())
        {
            if (++count > MaxLinks)
            {
                _problems.Add(new Diagnostic(name, $"more than {MaxLinks} members"));
                return;
            }

            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                read(member.Name, member.Value);
            }
            else
            {
                _problems.Add(new Diagnostic($"{name}.{member.Name}", "expected an object"));
            }
        }
    }

    private void ReadNode(string name, JsonElement json)
    {
        NetworkAddress? agent = null;
        string? agentText = Text(json, "agent");
        if (agentText is not null)
        {
            if (NetworkAddress.TryParse(agentText, out NetworkAddress address))
            {
                agent = address;
            }
            else
            {
                _problems.Add(new Diagnostic($"nodes.{name}.agent", $"\"{agentText}\" is no address"));
            }
        }

        Dictionary<string, TopologyPort> ports = new(StringComparer.Ordinal);
        if (json.TryGetProperty("ports", out JsonElement section) && section.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty port in section.EnumerateObject())
            {
                ports[port.Name] = ReadPort($"nodes.{name}.ports.{port.Name}", port.Value);
            }
        }

        _nodes[name] = new TopologyNode(agent, Text(json, "dpid"), ports, json.Clone());
        AddNode(name);
        if (agent is { } reporting)
        {
            (_nodesOfAgent.TryGetValue(reporting, out List<string>? nodes) ? nodes : _nodesOfAgent[reporting] = []).Add(name);
        }
    }

    private TopologyPort ReadPort(string path, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            _problems.Add(new Diagnostic(path, "expected an object"));
            return new TopologyPort(null, null);
        }

        string? text = Text(json, "ifindex");
        uint ifIndex = 0;
        if (text is not null && !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ifIndex))
        {
            _problems.Add(new Diagnostic($"{path}.ifindex", $"\"{text}\" is no interface index"));
        }

        return new TopologyPort(text is null ? null : ifIndex, Text(json, "ofport"));
    }

    private void ReadLink(string name, JsonElement json)
    {
        string[] members = ["node1", "port1", "node2", "port2"];
        string?[] values = [.. members.Select(m => Text(json, m))];
        for (int i = 0; i < members.Length; i++)
        {
            if (values[i] is null)
            {
                _problems.Add(new Diagnostic($"links.{name}.{members[i]}", "is missing"));
            }
        }

        if (values.Contains(null))
        {
            return;
        }

        TopologyLink link = new(new NodePort(values[0]!, values[1]!), new NodePort(values[2]!, values[3]!), json.Clone());
        _links[name] = link;
        foreach (NodePort end in new[] { link.End1, link.End2 })
        {
            _linkOfPort[end] = name;
            AddNode(end.Node).Add(name);
        }
    }

    private List<string> AddNode(string name) =>
        _linksOfNode.TryGetValue(name, out List<string>? links) ? links : _linksOfNode[name] = [];

    /// <summary>A member that may be a text or a number; null when it is absent or neither.</summary>
    private static string? Text(JsonElement json, string name) =>
        !json.TryGetProperty(name, out JsonElement value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
}
