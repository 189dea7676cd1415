using Weir.Analytics.Agents;

namespace Weir.Analytics.Queries;

/// <summary>The agents of all shards in order of address, put in order again only when one has been added: agents never go.</summary>
/// <remarks>Made for each question anew it was megabytes a question about ten thousand agents. Any thread.</remarks>
/// <param name="shards">The shards.</param>
internal sealed class AgentOrder(IReadOnlyList<Shard> shards)
{
    // Shared: written by any query that finds it too short, read by all; never changed once it is here.
    private volatile Place[] _agents = [];

    /// <summary>The agents there are now. Takes the gates for a moment.</summary>
    /// <returns>Shared: not to be changed.</returns>
    public Place[] Now()
    {
        int count = 0;
        foreach (Shard shard in shards)
        {
            count += Count(shard);
        }

        Place[] agents = _agents;
        if (agents.Length != count)
        {
            agents = Gather(count);
            _agents = agents;
        }

        return agents;
    }

    /// <summary>Puts agents in order of address.</summary>
    public static Place[] Sort(List<Place> agents)
    {
        agents.Sort(static (a, b) => AgentWalk.Compare(a.Agent.Address, b.Agent.Address));
        return [.. agents];
    }

    private static int Count(Shard shard)
    {
        shard.EnterToRead();
        try
        {
            return shard.Agents.All.Count;
        }
        finally
        {
            shard.ExitFromReading();
        }
    }

    private Place[] Gather(int count)
    {
        List<Place> agents = new(count);
        foreach (Shard shard in shards)
        {
            shard.EnterToRead();
            try
            {
                foreach (AgentState agent in shard.Agents.All.Values)
                {
                    agents.Add(new Place(shard, agent));
                }
            }
            finally
            {
                shard.ExitFromReading();
            }
        }

        return Sort(agents);
    }

    /// <summary>An agent and the shard it belongs to.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="Agent">The agent.</param>
    public readonly record struct Place(Shard Shard, AgentState Agent);
}
