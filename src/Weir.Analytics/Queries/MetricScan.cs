using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Topology;
using Weir.Wire;

namespace Weir.Analytics.Queries;

/// <summary>Reads metrics out of the shards: one pass over the agents, for all metrics of a query.</summary>
internal sealed class MetricScan
{
    // Values of one data source that are read in the time it takes to come to another one.
    private const int ValuesOfARow = 8;

    private readonly AnalyticsEngine _engine;
    private readonly AgentSelector _selector;
    private readonly MetricFilter? _filter;
    private readonly TopologyView _topology;
    private readonly long _nowUs;
    private readonly long _oldestUs;
    private int _rows;

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
        Read(tokens, (token, hit) => hits[token].Add(hit));
        return hits;
    }

    /// <summary>Hands out what each token finds, as it is found.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="found">Gets the number of the token and the value; called inside a shard's gate.</param>
    public void Read(IReadOnlyList<MetricToken> tokens, Action<int, MetricHit> found)
    {
        if (_selector.IsNone)
        {
            return;
        }

        ILookup<string, PendingFlow> flows = ReadFlows(tokens);
        int?[] ids = Ids(tokens);
        foreach (int _ in Slices(agent => ReadAgent(agent, tokens, ids, flows, found)))
        {
            // What was found was handed out.
        }

        ReadForeignFlows(flows, found);
    }

    /// <summary>Every value of some metrics, one metric after the other, as they are found.</summary>
    /// <remarks>Values are read a few agents at a time while the result is walked through; no gate is held between two parts.</remarks>
    /// <returns>Parts, each of which holds until the next is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<DumpRow>> Stream(IReadOnlyList<MetricToken> tokens)
    {
        using RowBuffer<DumpRow> found = new();
        foreach (MetricToken token in _selector.IsNone ? [] : tokens)
        {
            MetricToken[] one = [token];
            ILookup<string, PendingFlow> flows = ReadFlows(one);
            int?[] ids = Ids(one);
            Action<int, MetricHit> keep = (_, hit) => found.Add(hit.ToRow(token.Name));
            foreach (int _ in Slices(agent => ReadAgent(agent, one, ids, flows, keep)))
            {
                yield return found.Rows;
                found.Clear();
            }

            ReadForeignFlows(flows, keep);
            yield return found.Rows;
            found.Clear();
        }
    }

    /// <summary>Every metric of every data source that is selected, as they are found.</summary>
    /// <returns>Parts, each of which holds until the next is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<DumpRow>> StreamAll()
    {
        using RowBuffer<DumpRow> found = new();
        List<MetricReading> readings = [];
        foreach (int _ in Slices(agent => ReadAll(agent, readings, found)))
        {
            yield return found.Rows;
            found.Clear();
        }

        MetricToken[] flows = [.. _engine.Flows.Keys.Select(static n => new MetricToken(n, Aggregate.Max, null, n))];
        foreach (ReadOnlyMemory<DumpRow> part in Stream(flows))
        {
            yield return part;
        }
    }

    /// <summary>Rows of a table whose columns are metrics of the data source itself, as they are found.</summary>
    /// <returns>Parts of whole rows, cell by cell, each of which holds until the next is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<DumpRow>> StreamTable(TableColumn[] columns)
    {
        int?[] ids = Ids([.. columns.Select(static column => column.Token)]);
        if (_selector.IsNone || columns.Zip(ids).Any(static column => column.Second is null && !column.First.Optional))
        {
            yield break;
        }

        using RowBuffer<DumpRow> found = new();
        foreach (int _ in Slices(agent => ReadTable(agent, columns, ids, found)))
        {
            yield return found.Rows;
            found.Clear();
        }
    }

    private IEnumerable<int> Slices(Func<AgentState, int> visit) =>
        AgentWalk.Slices(_engine, agent => _selector.Matches(agent, _topology), visit, _selector.Addresses);

    /// <summary>All values of an agent; returns how much work that was.</summary>
    private int ReadAll(AgentState agent, List<MetricReading> readings, RowBuffer<DumpRow> found)
    {
        int values = 0;
        foreach (DataSourceState source in agent.Sources)
        {
            values += ReadAll(source, readings, found);
        }

        foreach (DataSourceState source in agent.CustomStates)
        {
            values += ReadAll(source, readings, found);
        }

        return AgentWalk.WorkOf(agent) + (values / ValuesOfARow);
    }

    private int ReadAll(DataSourceState source, List<MetricReading> readings, RowBuffer<DumpRow> found)
    {
        if (!IsRow(source))
        {
            return 0;
        }

        readings.Clear();
        source.Metrics!.AddTo(readings, _oldestUs);
        foreach (MetricReading reading in readings)
        {
            found.Add(Hit(source, reading, 0).ToRow(_engine.MetricNames[reading.MetricId]));
        }

        return readings.Count;
    }

    /// <summary>All table rows of an agent; returns how much work that was.</summary>
    private int ReadTable(AgentState agent, TableColumn[] columns, int?[] ids, RowBuffer<DumpRow> found)
    {
        int before = found.Count;
        foreach (DataSourceState source in agent.Sources)
        {
            ReadTable(source, columns, ids, found);
        }

        foreach (DataSourceState source in agent.CustomStates)
        {
            ReadTable(source, columns, ids, found);
        }

        return AgentWalk.WorkOf(agent) + ((found.Count - before) / ValuesOfARow);
    }

    private void ReadTable(DataSourceState source, TableColumn[] columns, int?[] ids, RowBuffer<DumpRow> found)
    {
        if (!IsRow(source))
        {
            return;
        }

        int row = found.Count;
        for (int i = 0; i < columns.Length; i++)
        {
            if (ids[i] is { } id && source.Metrics!.TryRead(id, _oldestUs, out MetricReading reading))
            {
                found.Add(Hit(source, reading, 0).ToRow(columns[i].Token.Name));
            }
            else if (columns[i].Optional)
            {
                found.Add(default);
            }
            else
            {
                found.CutTo(row);
                return;
            }
        }
    }

    private int?[] Ids(IReadOnlyList<MetricToken> tokens) =>
        [.. tokens.Select(t => _engine.MetricNames.TryFind(t.Name, out int id) && _engine.FindFlow(t.Name) is null ? id : (int?)null)];

    private ILookup<string, PendingFlow> ReadFlows(IReadOnlyList<MetricToken> tokens)
    {
        List<PendingFlow> pending = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (_engine.FindFlow(tokens[i].Name) is not null)
            {
                pending.AddRange(_engine.ReadFlowMetric(tokens[i].Name)
                    .Where(r => tokens[i].DataSource is null || tokens[i].DataSource == r.DataSource)
                    .OrderBy(static r => r.DataSource, StringComparer.Ordinal)
                    .Select(r => new PendingFlow(i, r)));
            }
        }

        return pending.ToLookup(static p => p.Row.Agent, StringComparer.Ordinal);
    }

    /// <summary>The values of an agent; returns how much work that was.</summary>
    private int ReadAgent(AgentState agent, IReadOnlyList<MetricToken> tokens, int?[] ids, ILookup<string, PendingFlow> flows, Action<int, MetricHit> found)
    {
        // Loops over what is there and not over enumerators: ten thousand agents would each leave some behind.
        int first = _rows;
        foreach (DataSourceState source in agent.Sources)
        {
            ReadSource(source, tokens, ids, found);
        }

        foreach (DataSourceState source in agent.CustomStates)
        {
            ReadSource(source, tokens, ids, found);
        }

        if (flows.Count > 0)
        {
            ReadAgentFlows(agent, flows[agent.Text], first, found);
        }

        return AgentWalk.WorkOf(agent);
    }

    private void ReadSource(DataSourceState source, IReadOnlyList<MetricToken> tokens, int?[] ids, Action<int, MetricHit> found)
    {
        if (!IsRow(source))
        {
            return;
        }

        for (int i = 0; i < tokens.Count; i++)
        {
            if (ids[i] is { } id && (tokens[i].DataSource is null || tokens[i].DataSource == source.Text)
                && source.Metrics!.TryRead(id, _oldestUs, out MetricReading reading))
            {
                found(i, Hit(source, reading, _rows));
            }
        }

        _rows++;
    }

    /// <summary>Data sources of an agent that the selector and the filter let through and that have metrics.</summary>
    private IEnumerable<DataSourceState> Rows(AgentState agent) => agent.Sources.ToArray().Concat(agent.CustomSources.Values).Where(IsRow);

    private bool IsRow(DataSourceState source) => source.Metrics is not null && _selector.Matches(source, _topology) && IsFiltered(source);

    private bool IsFiltered(DataSourceState source) => _filter is null || _filter.Matches(source, _engine.MetricNames, _oldestUs);

    /// <summary>Flows of an agent; at a data source that has metrics they stand in its row, which was numbered from <paramref name="first"/> on.</summary>
    private void ReadAgentFlows(AgentState agent, IEnumerable<PendingFlow> flows, int first, Action<int, MetricHit> found)
    {
        Dictionary<string, int>? rows = null;
        foreach (PendingFlow flow in flows)
        {
            rows ??= Rows(agent).Select((source, i) => (source.Text, Row: first + i)).ToDictionary(static p => p.Text, static p => p.Row, StringComparer.Ordinal);
            DataSourceState? source = agent.FindSource(flow.Row.DataSource);
            bool selected = source is null
                ? _filter is null && _selector.Matches(agent, null, _topology)
                : _selector.Matches(source, _topology) && IsFiltered(source);
            if (selected)
            {
                found(flow.Token, Hit(flow.Row, RowOf(rows, flow.Row.DataSource)));
            }
        }
    }

    /// <summary>Rows of flows that belong to no agent, such as the network-wide table of edge traffic.</summary>
    private void ReadForeignFlows(ILookup<string, PendingFlow> flows, Action<int, MetricHit> found)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach (PendingFlow flow in flows.Where(static g => !NetworkAddress.TryParse(g.Key, out _)).SelectMany(static g => g))
        {
            if (_filter is null && _selector.MatchesText(flow.Row.Agent))
            {
                found(flow.Token, Hit(flow.Row, RowOf(rows, $"{flow.Row.Agent} {flow.Row.DataSource}")));
            }
        }
    }

    private int RowOf(Dictionary<string, int> rows, string name)
    {
        if (!rows.TryGetValue(name, out int row))
        {
            rows.Add(name, row = _rows++);
        }

        return row;
    }

    private MetricHit Hit(DataSourceState source, MetricReading reading, int row) =>
        new(source.Agent.Text, source.Text, reading.Value, Math.Max(0, (_nowUs - reading.TimeUs) / 1000), null, row);

    private static MetricHit Hit(FlowMetricRow flow, int row) => new(flow.Agent, flow.DataSource, new MetricValue(flow.Value, null), flow.AgeMs, flow.TopKeys, row);

    private readonly record struct PendingFlow(int Token, FlowMetricRow Row);
}
