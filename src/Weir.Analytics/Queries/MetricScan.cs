using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Topology;
using Weir.Wire;

namespace Weir.Analytics.Queries;

/// <summary>Reads metrics out of the shards: one pass over the agents, for all metrics of a query.</summary>
internal sealed class MetricScan
{
    private readonly AnalyticsEngine _engine;
    private readonly AgentSelector _selector;
    private readonly MetricFilter? _filter;
    private readonly TopologyView _topology;
    private readonly long _nowUs;
    private readonly long _oldestUs;

    public MetricScan(AnalyticsEngine engine, string? agents, MetricFilter? filter)
    {
        _engine = engine;
        _selector = AgentSelector.Parse(agents);
        _filter = filter;
        _topology = engine.Topology.View;
        _nowUs = engine.NowMs * 1000;
        _oldestUs = _nowUs - (long)engine.Options.MetricLifetime.TotalMicroseconds;
    }

    /// <summary>What each token finds.</summary>
    public IReadOnlyList<List<MetricHit>> Read(IReadOnlyList<MetricToken> tokens)
    {
        List<MetricHit>[] hits = [.. tokens.Select(static _ => new List<MetricHit>())];
        if (_selector.IsNone)
        {
            return hits;
        }

        ILookup<string, PendingFlow> flows = ReadFlows(tokens);
        int?[] ids = [.. tokens.Select(t => _engine.MetricNames.TryFind(t.Name, out int id) && !_engine.Flows.ContainsKey(t.Name) ? id : (int?)null)];
        AgentWalk.Visit(_engine.Shards, agent => _selector.Matches(agent, _topology), agent =>
        {
            ReadAgent(agent, tokens, ids, hits);
            ReadAgentFlows(agent, flows[agent.Text], hits);
        });
        ReadForeignFlows(flows, hits);
        return hits;
    }

    /// <summary>Every metric of every data source that is selected.</summary>
    public IReadOnlyList<MetricCell> ReadAll()
    {
        List<MetricCell> cells = [];
        AgentWalk.Visit(_engine.Shards, agent => _selector.Matches(agent, _topology), agent =>
        {
            foreach (DataSourceState source in Rows(agent))
            {
                cells.AddRange(source.Metrics!.All(_oldestUs).Select(r => Hit(source, r).ToCell(_engine.MetricNames[r.MetricId])));
            }
        });

        MetricToken[] flows = [.. _engine.Flows.Keys.Select(static n => new MetricToken(n, Aggregate.Max, null, n))];
        IReadOnlyList<List<MetricHit>> hits = Read(flows);
        for (int i = 0; i < flows.Length; i++)
        {
            cells.AddRange(hits[i].Select(h => h.ToCell(flows[i].Name)));
        }

        return cells;
    }

    private ILookup<string, PendingFlow> ReadFlows(IReadOnlyList<MetricToken> tokens)
    {
        List<PendingFlow> pending = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (_engine.Flows.ContainsKey(tokens[i].Name))
            {
                pending.AddRange(_engine.ReadFlowMetric(tokens[i].Name)
                    .Where(r => tokens[i].DataSource is null || tokens[i].DataSource == r.DataSource)
                    .OrderBy(static r => r.DataSource, StringComparer.Ordinal)
                    .Select(r => new PendingFlow(i, r)));
            }
        }

        return pending.ToLookup(static p => p.Row.Agent, StringComparer.Ordinal);
    }

    private void ReadAgent(AgentState agent, IReadOnlyList<MetricToken> tokens, int?[] ids, List<MetricHit>[] hits)
    {
        foreach (DataSourceState source in Rows(agent))
        {
            for (int i = 0; i < tokens.Count; i++)
            {
                if (ids[i] is { } id && (tokens[i].DataSource is null || tokens[i].DataSource == source.Text)
                    && source.Metrics!.TryRead(id, _oldestUs, out MetricReading reading))
                {
                    hits[i].Add(Hit(source, reading));
                }
            }
        }
    }

    /// <summary>Data sources of an agent that the selector and the filter let through and that have metrics.</summary>
    private IEnumerable<DataSourceState> Rows(AgentState agent)
    {
        if (!_selector.Matches(agent, _topology))
        {
            return [];
        }

        return agent.Sources.Values.Concat(agent.CustomSources.Values)
            .Where(s => s.Metrics is not null && _selector.Matches(s, _topology) && IsFiltered(s));
    }

    private bool IsFiltered(DataSourceState source) => _filter is null || _filter.Matches(source, _engine.MetricNames, _oldestUs);

    private void ReadAgentFlows(AgentState agent, IEnumerable<PendingFlow> flows, List<MetricHit>[] hits)
    {
        foreach (PendingFlow flow in flows)
        {
            DataSourceState? source = agent.FindSource(flow.Row.DataSource);
            bool selected = source is null
                ? _filter is null && _selector.Matches(agent, null, _topology)
                : _selector.Matches(source, _topology) && IsFiltered(source);
            if (selected)
            {
                hits[flow.Token].Add(Hit(flow.Row));
            }
        }
    }

    /// <summary>Rows of flows that belong to no agent, such as the network-wide table of edge traffic.</summary>
    private void ReadForeignFlows(ILookup<string, PendingFlow> flows, List<MetricHit>[] hits)
    {
        foreach (PendingFlow flow in flows.Where(static g => !NetworkAddress.TryParse(g.Key, out _)).SelectMany(static g => g))
        {
            if (_filter is null && _selector.MatchesText(flow.Row.Agent))
            {
                hits[flow.Token].Add(Hit(flow.Row));
            }
        }
    }

    private MetricHit Hit(DataSourceState source, MetricReading reading) =>
        new(source.Agent.Text, source.Text, reading.Value, Math.Max(0, (_nowUs - reading.TimeUs) / 1000), null);

    private static MetricHit Hit(FlowMetricRow row) => new(row.Agent, row.DataSource, new MetricValue(row.Value, null), row.AgeMs, row.TopKeys);

    private readonly record struct PendingFlow(int Token, FlowMetricRow Row);
}
