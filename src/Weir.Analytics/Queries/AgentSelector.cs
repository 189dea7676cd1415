using Weir.Analytics.Agents;
using Weir.Analytics.Topology;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Queries;

/// <summary>Which agents and data sources a query looks at: ALL, TOPOLOGY, EDGE, CORE, or addresses and host names.</summary>
/// <remarks>EDGE and CORE select interfaces; a row that is no interface is on the edge of its agent.</remarks>
public sealed class AgentSelector
{
    private enum Scope
    {
        None,
        All,
        Topology,
        Edge,
        Core,
        Listed,
    }

    private readonly Scope _scope;
    private readonly HashSet<string> _listed;

    private AgentSelector(Scope scope, HashSet<string> listed)
    {
        _scope = scope;
        _listed = listed;
    }

    /// <summary>True when nothing can match: the text was null or empty.</summary>
    public bool IsNone => _scope == Scope.None;

    /// <summary>True when everything matches.</summary>
    internal bool IsAll => _scope == Scope.All;

    /// <summary>The agents, when all of them are named by address; null otherwise.</summary>
    internal IReadOnlyCollection<NetworkAddress>? Addresses { get; private init; }

    /// <summary>Reads a selector. Never fails: what names no agent matches none.</summary>
    /// <param name="text">A word, or a list separated by <c>;</c> or <c>,</c>; null matches nothing.</param>
    public static AgentSelector Parse(string? text)
    {
        string[] parts = text?.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        Scope scope = parts switch
        {
            [] => Scope.None,
            ["ALL"] => Scope.All,
            ["TOPOLOGY"] => Scope.Topology,
            ["EDGE"] => Scope.Edge,
            ["CORE"] => Scope.Core,
            _ => parts.Contains("ALL") ? Scope.All : Scope.Listed,
        };
        HashSet<NetworkAddress> addresses = [];
        bool allAddresses = scope == Scope.Listed;
        HashSet<string> listed = new(parts, StringComparer.OrdinalIgnoreCase);
        foreach (string part in parts)
        {
            // An address may be written in another form than ours.
            if (NetworkAddress.TryParse(part, out NetworkAddress address))
            {
                listed.Add(address.ToString());
                addresses.Add(address);
            }
            else
            {
                allAddresses = false;
            }
        }

        return new AgentSelector(scope, listed) { Addresses = allAddresses ? addresses : null };
    }

    /// <summary>True when any data source of the agent may match.</summary>
    public bool Matches(AgentState agent, TopologyView topology) => _scope switch
    {
        Scope.None => false,
        Scope.All => true,
        Scope.Listed => _listed.Contains(agent.Text) || (agent.HostName is { } name && _listed.Contains(name)),
        _ => topology.Contains(agent.Address),
    };

    /// <summary>True when the row of an agent and class and index matches.</summary>
    /// <param name="agent">Agent of the row.</param>
    /// <param name="source">Its data source; null for a row that covers the agent as a whole, or a source named by text.</param>
    /// <param name="topology">The topology, taken once per query.</param>
    public bool Matches(AgentState agent, DataSource? source, TopologyView topology)
    {
        if (!Matches(agent, topology))
        {
            return false;
        }

        bool isCore = source is { Class: 0 } port && topology.IsCore(agent.Address, port.Index);
        return _scope switch
        {
            Scope.Core => isCore,
            Scope.Edge => !isCore,
            _ => true,
        };
    }

    /// <summary>True when the data source matches.</summary>
    public bool Matches(DataSourceState source, TopologyView topology) =>
        Matches(source.Agent, source.IsCustom ? null : source.Source, topology);

    /// <summary>True when the text of an agent that is none of the known ones matches: rows that cover the network as a whole.</summary>
    public bool MatchesText(string agent) => _scope switch
    {
        Scope.None => false,
        Scope.Listed => _listed.Contains(agent),
        Scope.Core => false,
        _ => true,
    };
}
