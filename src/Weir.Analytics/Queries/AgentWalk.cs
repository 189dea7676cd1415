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
    /// <param name="shards">Where they are.</param>
    /// <param name="wanted">Which; null for all. Called inside the gate.</param>
    /// <param name="visit">Called inside the gate.</param>
    /// <param name="among">Addresses of which all wanted agents are one, so that only those need to be looked at; null when unknown.</param>
    public static void Visit(
        IReadOnlyList<Shard> shards, Func<AgentState, bool>? wanted, Action<AgentState> visit, IReadOnlyCollection<NetworkAddress>? among = null)
    {
        foreach (int _ in Slices(shards, wanted, visit, among))
        {
            // Nothing to do between two visits.
        }
    }

    /// <summary>Visits agents a few at a time; what is done with the results between two steps is done outside of all gates.</summary>
    /// <param name="shards">Where they are.</param>
    /// <param name="wanted">Which; null for all. Called inside the gate.</param>
    /// <param name="visit">Called inside the gate.</param>
    /// <param name="among">Addresses of which all wanted agents are one; null when unknown.</param>
    /// <returns>Data sources visited at each step.</returns>
    public static IEnumerable<int> Slices(
        IReadOnlyList<Shard> shards, Func<AgentState, bool>? wanted, Action<AgentState> visit, IReadOnlyCollection<NetworkAddress>? among = null)
    {
        List<(Shard Shard, AgentState Agent)> agents = Gather(shards, wanted, among);
        int next = 0;
        while (next < agents.Count)
        {
            yield return VisitSome(agents, ref next, visit);
        }
    }

    private static int VisitSome(List<(Shard Shard, AgentState Agent)> agents, ref int next, Action<AgentState> visit)
    {
        Shard shard = agents[next].Shard;
        int rows = 0;
        shard.EnterToRead();
        try
        {
            do
            {
                AgentState agent = agents[next].Agent;
                visit(agent);
                rows += 1 + agent.Sources.Count + agent.CustomSources.Count;
                next++;
            }
            while (next < agents.Count && agents[next].Shard == shard && rows < MostRows && (rows < LeastRows || !shard.IsWanted));
        }
        finally
        {
            shard.ExitFromReading();
        }

        return rows;
    }

    private static List<(Shard Shard, AgentState Agent)> Gather(
        IReadOnlyList<Shard> shards, Func<AgentState, bool>? wanted, IReadOnlyCollection<NetworkAddress>? among)
    {
        List<(Shard Shard, AgentState Agent)> agents = [];
        foreach (Shard shard in shards)
        {
            shard.EnterToRead();
            try
            {
                foreach (AgentState agent in Candidates(shard.Agents, among))
                {
                    if (wanted is null || wanted(agent))
                    {
                        agents.Add((shard, agent));
                    }
                }
            }
            finally
            {
                shard.ExitFromReading();
            }
        }

        agents.Sort(static (a, b) => Compare(a.Agent.Address, b.Agent.Address));
        return agents;
    }

    private static IEnumerable<AgentState> Candidates(AgentTable agents, IReadOnlyCollection<NetworkAddress>? among) =>
        among is null || agents.HasAddressLikeNames
            ? agents.All.Values
            : among.Select(address => agents.All.GetValueOrDefault(address)).OfType<AgentState>();

    /// <summary>Order of addresses: by family, then by number.</summary>
    public static int Compare(NetworkAddress a, NetworkAddress b)
    {
        int result = a.Family.CompareTo(b.Family);
        result = result != 0 ? result : a.High.CompareTo(b.High);
        return result != 0 ? result : a.Low.CompareTo(b.Low);
    }
}
