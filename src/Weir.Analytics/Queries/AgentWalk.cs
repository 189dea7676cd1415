using Weir.Analytics.Agents;
using Weir.Wire;

namespace Weir.Analytics.Queries;

/// <summary>Visits the agents of all shards, each inside its shard's gate, in order of address.</summary>
/// <remarks>
/// The order makes answers the same however agents are spread over shards. The gate is left when the receive loop waits for it, after
/// <see cref="LeastRows"/> data sources at the soonest and <see cref="MostRows"/> at the latest: a walk over a million data sources holds a batch up for
/// a part of a millisecond, not for as long as the walk takes. What an agent sends between two visits may be in the answer for one agent and not for the next.
/// </remarks>
internal static class AgentWalk
{
    /// <summary>Data sources visited before the gate is left although nobody asked for it.</summary>
    public const int MostRows = 2_048;

    /// <summary>Data sources visited before the gate is left for the receive loop: changing over should take no longer than the work.</summary>
    public const int LeastRows = 512;

    /// <summary>Visits agents.</summary>
    /// <param name="engine">Where they are.</param>
    /// <param name="wanted">Which; null for all. Called inside the gate.</param>
    /// <param name="visit">Called inside the gate.</param>
    /// <param name="among">Addresses of which all wanted agents are one, so that only those need to be looked at; null when unknown.</param>
    public static void Visit(
        AnalyticsEngine engine, Func<AgentState, bool>? wanted, Action<AgentState> visit, IReadOnlyCollection<NetworkAddress>? among = null)
    {
        int VisitOne(AgentState agent)
        {
            visit(agent);
            return WorkOf(agent);
        }

        foreach (int _ in Slices(engine, wanted, VisitOne, among))
        {
            // Nothing to do between two visits.
        }
    }

    /// <summary>Visits agents a few at a time; what is done with the results between two steps is done outside of all gates.</summary>
    /// <param name="engine">Where they are.</param>
    /// <param name="wanted">Which; null for all. Called inside the gate.</param>
    /// <param name="visit">Called inside the gate; returns how many data sources' work it was.</param>
    /// <param name="among">Addresses of which all wanted agents are one; null when unknown.</param>
    /// <returns>Data sources visited at each step.</returns>
    public static IEnumerable<int> Slices(
        AnalyticsEngine engine, Func<AgentState, bool>? wanted, Func<AgentState, int> visit, IReadOnlyCollection<NetworkAddress>? among = null)
    {
        bool isFound = among is not null && !engine.Shards.Any(HasAddressLikeNames);
        AgentOrder.Place[] agents = isFound ? Find(engine.Shards, among!) : engine.AgentOrder.Now();
        int next = 0;
        while (next < agents.Length)
        {
            yield return VisitSome(agents, ref next, wanted, visit);
        }
    }

    private static int VisitSome(AgentOrder.Place[] agents, ref int next, Func<AgentState, bool>? wanted, Func<AgentState, int> visit)
    {
        Shard shard = agents[next].Shard;
        int rows = 0;
        shard.EnterToRead();
        try
        {
            do
            {
                AgentState agent = agents[next].Agent;
                rows++;
                if (wanted is null || wanted(agent))
                {
                    rows += visit(agent);
                }

                next++;
            }
            while (next < agents.Length && agents[next].Shard == shard && rows < MostRows && (rows < LeastRows || !shard.IsWanted));
        }
        finally
        {
            shard.ExitFromReading();
        }

        return rows;
    }

    /// <summary>The work of a visit that looks once at each of an agent's data sources.</summary>
    public static int WorkOf(AgentState agent) => agent.SourceCount + agent.CustomSources.Count;

    private static bool HasAddressLikeNames(Shard shard)
    {
        shard.EnterToRead();
        try
        {
            return shard.Agents.HasAddressLikeNames;
        }
        finally
        {
            shard.ExitFromReading();
        }
    }

    private static AgentOrder.Place[] Find(IReadOnlyList<Shard> shards, IReadOnlyCollection<NetworkAddress> among)
    {
        List<AgentOrder.Place> agents = [];
        foreach (Shard shard in shards)
        {
            shard.EnterToRead();
            try
            {
                agents.AddRange(among.Select(address => shard.Agents.All.GetValueOrDefault(address)).OfType<AgentState>().Select(agent => new AgentOrder.Place(shard, agent)));
            }
            finally
            {
                shard.ExitFromReading();
            }
        }

        return AgentOrder.Sort(agents);
    }

    /// <summary>Order of addresses: by family, then by number.</summary>
    public static int Compare(NetworkAddress a, NetworkAddress b)
    {
        // As numbers: comparing them as enumeration members would allocate two objects each time.
        int result = ((int)a.Family).CompareTo((int)b.Family);
        result = result != 0 ? result : a.High.CompareTo(b.High);
        return result != 0 ? result : a.Low.CompareTo(b.Low);
    }
}
