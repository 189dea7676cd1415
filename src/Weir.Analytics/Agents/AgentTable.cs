using Weir.Wire;

namespace Weir.Analytics.Agents;

/// <summary>The agents of one shard. Single writer; readers come through the shard's gate.</summary>
/// <remarks>Holds at most the given number of agents; when full, further agents are refused and counted.</remarks>
public sealed class AgentTable
{
    private readonly Dictionary<NetworkAddress, AgentState> _agents = [];
    private readonly int _capacity;

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">Agents kept.</param>
    public AgentTable(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Agents by address.</summary>
    public IReadOnlyDictionary<NetworkAddress, AgentState> All => _agents;

    /// <summary>Times an agent was refused because the table was full.</summary>
    public long Refused { get; private set; }

    /// <summary>Sums over all of them.</summary>
    internal AgentTotals Totals { get; } = new();

    /// <summary>True when the name of some agent may look like an address: then an address names agents by both.</summary>
    internal bool HasAddressLikeNames { get; set; }

    /// <summary>Finds an agent; null when it is not known.</summary>
    internal AgentState? Find(NetworkAddress address) => _agents.GetValueOrDefault(address);

    /// <summary>Finds an agent, making it on first sight; null when the table is full.</summary>
    public AgentState? GetOrAdd(NetworkAddress address)
    {
        if (_agents.TryGetValue(address, out AgentState? agent))
        {
            return agent;
        }

        if (_agents.Count >= _capacity)
        {
            Refused++;
            return null;
        }

        agent = new AgentState(address) { Totals = Totals };
        _agents.Add(address, agent);
        return agent;
    }
}
