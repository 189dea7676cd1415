using System.Runtime.InteropServices;
using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Groups;
using Weir.Analytics.Queries;
using Weir.Analytics.Topology;
using Weir.Wire;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    /// <summary>Group sets by name.</summary>
    public IReadOnlyDictionary<string, GroupSet> Groups => GroupSets.Defined;

    /// <summary>Value maps by name.</summary>
    public IReadOnlyDictionary<string, ValueMap> Maps => ValueMaps.Defined;

    /// <summary>Replaces a group set atomically.</summary>
    /// <returns>What is wrong; empty when the set was replaced.</returns>
    public IReadOnlyList<Diagnostic> SetGroups(string set, IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        GroupSet? made = GroupSet.Build(groups, Time.GetUtcNow().ToUnixTimeMilliseconds(), out IReadOnlyList<Diagnostic> diagnostics);
        if (made is not null)
        {
            GroupSets.Set(set, made);
        }

        return diagnostics;
    }

    /// <summary>Removes a group set; false when there was none.</summary>
    public bool ClearGroups(string set) => GroupSets.Clear(set);

    /// <summary>Replaces a value map atomically.</summary>
    public void SetMap(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> labels) =>
        ValueMaps.Set(name, new ValueMap(labels, Time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>Removes a value map; false when there was none.</summary>
    public bool ClearMap(string name) => ValueMaps.Clear(name);

    /// <summary>Agents by address; unknown addresses are left out.</summary>
    /// <param name="addresses">Addresses wanted; null for all.</param>
    public IReadOnlyDictionary<string, AgentInfo> Agents(IReadOnlyList<string>? addresses = null)
    {
        HashSet<string>? wanted = addresses is null ? null : new HashSet<string>(addresses, StringComparer.Ordinal);
        long nowUs = NowMs * 1000;
        Dictionary<string, AgentSummary> summaries = new(StringComparer.Ordinal);
        ForEachAgent(agent =>
        {
            ref AgentSummary? summary = ref CollectionsMarshal.GetValueRefOrAddDefault(summaries, agent.Text, out _);
            summary ??= new AgentSummary();
            summary.Add(agent);
        }, agent => wanted is null || wanted.Contains(agent.Text), addresses is null ? null : AgentSelector.Parse(string.Join(';', addresses)).Addresses);
        return summaries.ToDictionary(static p => p.Key, p => p.Value.ToInfo(nowUs), StringComparer.Ordinal);
    }

    /// <summary>All agents in order of address, read while the result is walked through.</summary>
    /// <returns>Parts, each of which holds until the next one is asked for, as its objects are used again.</returns>
    public IEnumerable<IReadOnlyList<KeyValuePair<string, AgentInfo>>> AgentsInParts() => new AgentListing(this).Read();

    /// <summary>One data source of an agent; null when unknown.</summary>
    public DataSourceInfo? GetDataSource(string agent, string dataSource)
    {
        DataSourceInfo? found = null;
        ForEachAgent(state =>
        {
            if (state.FindSource(dataSource) is { } source)
            {
                found = Describe(source, found);
            }
        }, state => state.Text == agent, AgentSelector.Parse(agent).Addresses);
        return found;
    }

    /// <summary>Metric names with ms since they were last updated, flows included.</summary>
    public IReadOnlyDictionary<string, long> MetricAges()
    {
        long nowUs = NowMs * 1000;
        long oldestUs = nowUs - (long)Options.MetricLifetime.TotalMicroseconds;
        Dictionary<int, long> newest = MetricPresence.Newest(this, oldestUs);
        Dictionary<string, long> ages = newest.ToDictionary(p => MetricNames[p.Key], p => Math.Max(0, (nowUs - p.Value) / 1000), StringComparer.Ordinal);
        foreach ((string name, FlowSyntax flow) in _flows)
        {
            if (NewestFlowUs(flow) is { } newestUs)
            {
                ages[name] = Math.Max(0, NowUs - newestUs) / 1000;
            }
        }

        return ages;
    }

    /// <summary>All values of one agent as <c>dataSource.metric</c>; null for an unknown agent.</summary>
    public IReadOnlyDictionary<string, object>? AgentMetrics(string agent)
    {
        AgentSelector selector = AgentSelector.Parse(agent);
        bool known = false;
        TopologyView view = Topology.View;
        ForEachAgent(_ => known = true, state => selector.Matches(state, view), selector.Addresses);
        if (!known)
        {
            return null;
        }

        Dictionary<string, object> values = new(StringComparer.Ordinal);
        foreach (ReadOnlyMemory<DumpRow> part in new MetricScan(this, agent, null).StreamAll())
        {
            foreach (DumpRow row in part.Span)
            {
                values[$"{row.DataSource}.{row.MetricName}"] = row.Value.ToObject()!;
            }
        }

        return values;
    }

    /// <summary>One entry per requested metric, in order.</summary>
    /// <param name="agents">Agent selector, see <see cref="ActiveFlows"/>; null gives entries without values.</param>
    /// <param name="metrics">Tokens <c>[agg:][dataSource.]name</c>, or lists of them separated by <c>,</c> or <c>;</c>. A prefix belongs to its token alone.</param>
    /// <param name="filter">Limits the data sources; null for all.</param>
    public IReadOnlyList<MetricResult> Metric(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null)
    {
        MetricToken[] tokens = [.. MetricToken.Split(metrics).Select(MetricToken.Parse)];
        MetricResult?[] results = [.. tokens.Select(t => filter is null && AgentSelector.Parse(agents).IsAll ? ColumnQuery.Summarise(this, t) : null)];
        int[] others = [.. Enumerable.Range(0, tokens.Length).Where(i => results[i] is null)];
        if (others.Length > 0)
        {
            MetricFold[] folds = [.. others.Select(i => new MetricFold(tokens[i]))];
            new MetricScan(this, agents, filter).Read([.. others.Select(i => tokens[i])], (token, hit) => folds[token].Add(hit));
            for (int i = 0; i < others.Length; i++)
            {
                results[others[i]] = folds[i].ToResult();
            }
        }

        return results!;
    }

    /// <summary>One row per data source that has all the metrics; columns may be <c>null:name</c> and one <c>sort:name:N</c>.</summary>
    /// <remarks>What an agent says of its host (<c>host_name</c>, <c>uuid</c>, <c>machine_type</c>, <c>os_name</c>, <c>os_release</c>) stands in the rows of its ports too.</remarks>
    public IReadOnlyList<IReadOnlyList<MetricCell?>> Table(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null)
    {
        TableColumn[] columns = [.. MetricToken.Split(metrics).Select(TableColumn.Parse)];
        if (filter is null && AgentSelector.Parse(agents).IsAll && ColumnQuery.Table(this, columns) is { } rows)
        {
            return rows;
        }

        IReadOnlyList<List<MetricHit>> hits = new MetricScan(this, agents, filter).Read([.. columns.Select(static c => c.Token)]);
        bool isLimited = filter is not null || agents == "CORE";
        return MetricTableQuery.Build(columns, hits, isLimited && Array.Exists(columns, static c => c.IsOfHost) ? ReadHosts(agents, columns) : hits);
    }

    /// <summary>What agents say of their hosts, for the columns that ask for it: a selector or filter of ports is not about that.</summary>
    private IReadOnlyList<List<MetricHit>> ReadHosts(string? agents, TableColumn[] columns) =>
        new MetricScan(this, agents == "CORE" ? "TOPOLOGY" : agents, null).Read([.. columns.Select(static c => c.IsOfHost ? c.Token : MetricToken.Plain(""))]);

    /// <summary>As <see cref="Table"/>, but read while the result is walked through.</summary>
    /// <returns>Null for a table that has to be made as a whole: one that is sorted, has flows, the metrics of a named data source or those of hosts beside others, or begins with a metric that rows may lack.</returns>
    public TableParts? TableInParts(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null)
    {
        TableColumn[] columns = [.. MetricToken.Split(metrics).Select(TableColumn.Parse)];
        bool isPlain = columns is [{ Optional: false }, ..]
            && Array.TrueForAll(columns, column => column is { SortRows: null, Token.DataSource: null } && column.IsOfHost == columns[0].IsOfHost && FindFlow(column.Token.Name) is null);
        return isPlain ? new TableParts(columns.Length, new MetricScan(this, agents, filter).StreamTable(columns)) : null;
    }

    /// <summary>Every value there is; the single metric <c>ALL</c> means every metric.</summary>
    public IReadOnlyList<MetricCell> Dump(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null)
    {
        List<MetricCell> cells = [];
        foreach (ReadOnlyMemory<DumpRow> part in DumpInParts(agents, metrics, filter))
        {
            foreach (DumpRow row in part.Span)
            {
                cells.Add(row.ToCell());
            }
        }

        return cells;
    }

    /// <summary>As <see cref="Dump"/>, but read while the result is walked through: a large network needs no list of all its values.</summary>
    /// <returns>Parts, some of them empty; each holds until the next one is asked for, as its memory is used again.</returns>
    public IEnumerable<ReadOnlyMemory<DumpRow>> DumpInParts(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null)
    {
        MetricScan scan = new(this, agents, filter);
        IReadOnlyList<string> names = MetricToken.Split(metrics);
        return names.Contains("ALL") ? scan.StreamAll() : scan.Stream([.. names.Distinct(StringComparer.Ordinal).Select(MetricToken.Plain)]);
    }

    /// <summary>Which metrics a list names: each once, in order of their names.</summary>
    /// <param name="metrics">Tokens <c>[dataSource.]name</c>, or lists of them separated by <c>,</c> or <c>;</c>; the single name <c>ALL</c> means every metric that has a value.</param>
    public IReadOnlyList<SeriesName> SeriesNames(IReadOnlyList<string> metrics)
    {
        IReadOnlyList<string> tokens = MetricToken.Split(metrics);
        IEnumerable<SeriesName> names = tokens.Contains("ALL")
            ? MetricAges().Keys.Select(static name => new SeriesName(name, null))
            : tokens.Select(MetricToken.Plain).Select(static token => new SeriesName(token.Name, token.DataSource));
        return [.. names.Distinct().OrderBy(static name => name.Metric, StringComparer.Ordinal)];
    }

    /// <summary>The numbers of a metric at every data source that has one, read while the result is walked through. Texts and flows are left out.</summary>
    /// <param name="agents">Agent selector, see <see cref="ActiveFlows"/>; null for none.</param>
    /// <param name="name">Which metric.</param>
    /// <returns>Parts, some of them empty; each holds until the next one is asked for, as its memory is used again.</returns>
    public IEnumerable<ReadOnlyMemory<SeriesRow>> SeriesInParts(string? agents, SeriesName name) => new SeriesScan(this, agents).Stream(name);

    /// <summary>Name of an interface; null when unknown.</summary>
    public string? IfName(string agent, string ifIndex) =>
        Metric(agent, [$"any:{ifIndex}.ifname"])[0].MetricValue as string;

    private static DataSourceInfo Describe(DataSourceState source, DataSourceInfo? other) => new()
    {
        SamplingRate = source.SamplingRate > 0 ? source.SamplingRate : other?.SamplingRate,
        EffectiveSamplingRate = source.EffectiveSamplingRate ?? other?.EffectiveSamplingRate,
        FlowSamples = (source.Flows?.Received ?? 0) + (other?.FlowSamples ?? 0),
        CounterSamples = (source.Counters?.Received ?? 0) + (other?.CounterSamples ?? 0),
        EffectivePollingInterval = source.EffectivePollingIntervalMs ?? other?.EffectivePollingInterval,
    };

    private void ForEachAgent(Action<AgentState> action, Func<AgentState, bool>? wanted = null, IReadOnlyCollection<NetworkAddress>? among = null) =>
        AgentWalk.Visit(this, wanted, action, among);
}
