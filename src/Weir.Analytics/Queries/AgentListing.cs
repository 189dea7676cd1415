using Weir.Analytics.Agents;

namespace Weir.Analytics.Queries;

/// <summary>Reads all agents in order of address, a few at a time: what is known of ten thousand is never in memory as a whole.</summary>
/// <remarks>An agent whose sub-agents arrive at several shards is put together: its parts come one after the other.</remarks>
internal sealed class AgentListing(AnalyticsEngine engine)
{
    private readonly List<AgentSummary> _summaries = [];
    private readonly List<KeyValuePair<string, AgentInfo>> _part = [];
    private readonly long _nowUs = engine.NowMs * 1000;
    private int _count;

    /// <summary>The agents by address.</summary>
    /// <returns>Parts, each of which holds until the next is asked for.</returns>
    public IEnumerable<IReadOnlyList<KeyValuePair<string, AgentInfo>>> Read()
    {
        foreach (int _ in AgentWalk.Slices(engine, null, Add))
        {
            // The last one may go on in the next shard.
            yield return Part(_count - 1);
            (_summaries[0], _summaries[_count - 1]) = (_summaries[_count - 1], _summaries[0]);
            _count = 1;
        }

        yield return Part(_count);
    }

    private List<KeyValuePair<string, AgentInfo>> Part(int count)
    {
        _part.Clear();
        for (int i = 0; i < count; i++)
        {
            _part.Add(KeyValuePair.Create(_summaries[i].Agent!, _summaries[i].ToInfo(_nowUs)));
        }

        return _part;
    }

    private int Add(AgentState agent)
    {
        if (_count == 0 || _summaries[_count - 1].Agent != agent.Text)
        {
            Begin();
        }

        _summaries[_count - 1].Add(agent);
        return AgentWalk.WorkOf(agent);
    }

    private void Begin()
    {
        if (_count == _summaries.Count)
        {
            _summaries.Add(new AgentSummary());
        }

        _summaries[_count++].Clear();
    }
}
