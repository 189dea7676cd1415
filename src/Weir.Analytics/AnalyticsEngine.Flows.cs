using System.Collections.Immutable;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;

namespace Weir.Analytics;

public sealed partial class AnalyticsEngine
{
    private readonly Lock _definitions = new();
    private readonly PlanContext _planContext;

    // Written under _definitions, read by anyone.
    private volatile PlanSet _plans;
    private volatile ImmutableSortedDictionary<string, FlowSyntax> _flows = ImmutableSortedDictionary.Create<string, FlowSyntax>(StringComparer.Ordinal);
    private volatile ImmutableSortedDictionary<string, ThresholdPlan> _thresholds = ImmutableSortedDictionary.Create<string, ThresholdPlan>(StringComparer.Ordinal);

    // Shared: what one question about flows leaves to the next. A query takes it away while it uses it.
    private FlowScratch? _spareScratch;

    /// <summary>Flow definitions by name.</summary>
    public IReadOnlyDictionary<string, FlowDefinition> Flows => _flows.ToDictionary(pair => pair.Key, pair => pair.Value.Definition);

    /// <summary>A flow's definition; null when there is none of that name.</summary>
    public FlowDefinition? FindFlow(string name) => _flows.GetValueOrDefault(name)?.Definition;

    /// <summary>Thresholds by name.</summary>
    public IReadOnlyDictionary<string, ThresholdDefinition> Thresholds => _thresholds.ToDictionary(pair => pair.Key, pair => pair.Value.Definition);

    /// <summary>The plans in force.</summary>
    internal PlanSet Plans => _plans;

    /// <summary>Defines or replaces a flow. A changed definition starts afresh; setting an equal one again keeps its state.</summary>
    /// <exception cref="DefinitionException">Something in the definition is wrong; nothing was changed.</exception>
    public void SetFlow(string name, FlowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        FlowSyntax checkedFlow = PlanSet.Check(name, definition, _planContext);
        lock (_definitions)
        {
            // Apps set all their flows again on every change of a setting: what says the same goes on undisturbed.
            if (!_flows.TryGetValue(name, out FlowSyntax? before) || !before.Definition.SaysTheSameAs(checkedFlow.Definition))
            {
                Apply(_flows.SetItem(name, checkedFlow), _thresholds);
            }
        }
    }

    /// <summary>Removes a flow with all its state; false when there was none.</summary>
    public bool ClearFlow(string name)
    {
        lock (_definitions)
        {
            bool known = _flows.ContainsKey(name);
            if (known)
            {
                Apply(_flows.Remove(name), _thresholds);
            }

            return known;
        }
    }

    /// <summary>Defines or replaces a threshold. Setting an equal definition again keeps its state, so that nothing fires twice.</summary>
    /// <exception cref="DefinitionException">Something in the definition is wrong; nothing was changed.</exception>
    public void SetThreshold(string name, ThresholdDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Flows.Language.DiagnosticSink sink = new();
        if (string.IsNullOrWhiteSpace(name))
        {
            sink.Add("name", "a threshold needs a name");
        }

        if (string.IsNullOrWhiteSpace(definition.Metric))
        {
            sink.Add("metric", "is missing: give the name of a flow or of a counter metric");
        }

        if (!double.IsFinite(definition.Value))
        {
            sink.Add("value", "is not a number");
        }

        sink.ThrowIfAny();
        ThresholdPlan plan = new(name, definition.Normalize());
        lock (_definitions)
        {
            if (!_thresholds.TryGetValue(name, out ThresholdPlan? before) || !before.Definition.SaysTheSameAs(plan.Definition))
            {
                Apply(_flows, _thresholds.SetItem(name, plan));
            }
        }
    }

    /// <summary>Removes a threshold; false when there was none.</summary>
    public bool ClearThreshold(string name)
    {
        lock (_definitions)
        {
            bool known = _thresholds.ContainsKey(name);
            if (known)
            {
                Apply(_flows, _thresholds.Remove(name));
            }

            return known;
        }
    }

    /// <summary>True while the threshold is triggered for that data source (and flow key).</summary>
    /// <param name="name">Threshold name.</param>
    /// <param name="agent">Agent address text.</param>
    /// <param name="sourceAndMetric"><c>dataSource.metric</c>, as scripts build it.</param>
    /// <param name="flowKey">Flow key; null for counter metrics.</param>
    public bool ThresholdTriggered(string name, string agent, string sourceAndMetric, string? flowKey)
    {
        if (!_thresholds.TryGetValue(name, out ThresholdPlan? plan)
            || !sourceAndMetric.EndsWith($".{plan.Definition.Metric}", StringComparison.Ordinal))
        {
            return false;
        }

        string dataSource = sourceAndMetric[..^(plan.Definition.Metric.Length + 1)];
        long nowUs = NowUs;
        return Shards.Any(shard => shard.Query(flows => flows.IsTriggered(plan, agent, dataSource, flowKey, nowUs)))
            || Network?.Query(flows => flows.IsTriggered(plan, agent, dataSource, flowKey, nowUs)) == true;
    }

    /// <summary>Largest flows, largest first.</summary>
    /// <param name="agents">Agent selector: ALL, TOPOLOGY, EDGE, CORE, or addresses separated by <c>;</c> or <c>,</c>.</param>
    /// <param name="name">Flow name; an unknown one gives an empty list.</param>
    /// <param name="maxFlows">At most so many rows.</param>
    /// <param name="minValue">Only rows of at least this rate.</param>
    /// <param name="aggMode">max, sum, avg, edge or core, in any case.</param>
    /// <param name="keyPattern">Key values wanted, joined like a key; an empty position matches anything; null for all.</param>
    /// <param name="interval">True to give samples and 95 % interval with each rate.</param>
    public IReadOnlyList<ActiveFlow> ActiveFlows(string agents, string name, int maxFlows = 100, double minValue = 0, string aggMode = "max", string? keyPattern = null, bool interval = false)
    {
        if (!_flows.TryGetValue(name, out FlowSyntax? flow))
        {
            return [];
        }

        FlowMerge merge = FlowMerge.Parse(aggMode);
        KeyPattern? pattern = KeyPattern.Parse(keyPattern, flow.Definition.Fs);
        return WithFlows(
            flow, flow.Definition.N, merge.Restrict(SourcesOf(agents), Topology.View), merge.IngressOnly,
            scratch => merge.Combine(scratch, pattern, minValue, maxFlows, interval));
    }

    /// <summary>Rate of one flow key at one data source; 0 when it is not there.</summary>
    public double FlowValue(string agent, string sourceAndName, string key)
    {
        for (int dot = sourceAndName.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = sourceAndName.IndexOf('.', dot + 1))
        {
            if (_flows.TryGetValue(sourceAndName[(dot + 1)..], out FlowSyntax? flow))
            {
                string dataSource = sourceAndName[..dot];
                Func<FlowSource, bool>? agentMatches = SourcesOf(agent);
                return WithFlows(
                    flow, int.MaxValue, source => source.DataSource == dataSource && agentMatches?.Invoke(source) != false, false,
                    scratch => RowsOfKey(scratch.Rows, key) is [int first, ..] ? scratch.Rows[first].Value : 0);
            }
        }

        return 0;
    }

    /// <summary>Places at which a flow key is seen now, largest first.</summary>
    public IReadOnlyList<FlowLocation> FlowLocations(string agents, string name, string key)
    {
        if (!_flows.TryGetValue(name, out FlowSyntax? flow))
        {
            return [];
        }

        return WithFlows<IReadOnlyList<FlowLocation>>(flow, int.MaxValue, SourcesOf(agents), false, scratch => [.. RowsOfKey(scratch.Rows, key)
            .OrderByDescending(row => scratch.Rows[row].Value)
            .Select(row => new FlowLocation(scratch.Rows[row].Source.Agent, scratch.Rows[row].Source.DataSource, scratch.Rows[row].Value, scratch.Rows.ValuesOf(row)))]);
    }

    /// <summary>Keys seen in samples with ms since they were last seen, layer suffixes included.</summary>
    public IReadOnlyDictionary<string, long> FlowKeys()
    {
        Dictionary<string, long> seenUs = new(StringComparer.Ordinal);
        foreach (Shard shard in Shards)
        {
            shard.CollectKeys(seenUs);
        }

        long nowUs = NowUs;
        return seenUs.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => Math.Max(0, nowUs - pair.Value) / 1000);
    }

    /// <summary>The value of a flow definition at every data source that has it; empty for an unknown flow.</summary>
    internal IReadOnlyList<FlowMetricRow> ReadFlowMetric(string name)
    {
        if (!_flows.TryGetValue(name, out FlowSyntax? flow))
        {
            return [];
        }

        long nowUs = NowUs;
        return WithFlows(flow, flow.Definition.N, null, false, scratch => ReadFlowMetric(scratch.Rows, nowUs));
    }

    /// <summary>Engine time of the newest sample of the flows that a flow metric shows; null when it shows none.</summary>
    private long? NewestFlowUs(FlowSyntax flow) => WithFlows(flow, flow.Definition.N, null, false, static scratch =>
    {
        long? newest = null;
        for (int row = 0; row < scratch.Rows.Count; row++)
        {
            newest = Math.Max(newest ?? long.MinValue, scratch.Rows[row].LastUs);
        }

        return newest;
    });

    private static List<FlowMetricRow> ReadFlowMetric(FlowRows rows, long nowUs)
    {
        List<FlowMetricRow> metrics = [];
        int next;
        for (int first = 0; first < rows.Count; first = next)
        {
            FlowSource source = rows[first].Source;
            List<(int Row, double Value, string Key)> largest = [];
            long newestUs = long.MinValue;
            for (next = first; next < rows.Count && ReferenceEquals(rows[next].Source, source); next++)
            {
                largest.Add((next, rows[next].Value, rows.KeyOf(next)));
                newestUs = Math.Max(newestUs, rows[next].LastUs);
            }

            TopKey[] topKeys = [.. largest
                .OrderByDescending(static f => f.Value)
                .ThenBy(static f => f.Key, StringComparer.Ordinal)
                .Select(f => new TopKey(f.Key, f.Value, rows.ValuesOf(f.Row)))];
            metrics.Add(new FlowMetricRow(source.Agent, source.DataSource, topKeys[0].Value, topKeys, Math.Max(0, nowUs - newestUs) / 1000));
        }

        return metrics;
    }

    private static List<int> RowsOfKey(FlowRows rows, string key)
    {
        KeyTextBuffer text = new();
        List<int> found = [];
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.KeyOf(row, text).SequenceEqual(key))
            {
                found.Add(row);
            }
        }

        return found;
    }

    /// <summary>Makes the name of an rtflow field known as a flow key; false when too many are.</summary>
    internal bool TryAddCustomKey(string name) => _planContext.TryAddCustomKey(name);

    /// <summary>Which sources a selector means; null for all.</summary>
    private Func<FlowSource, bool>? SourcesOf(string agents)
    {
        if (agents == "ALL")
        {
            return null;
        }

        AgentSelector selector = AgentSelector.Parse(agents);
        Topology.TopologyView view = Topology.View;
        return source => source switch
        {
            { State: { } state } => selector.Matches(state, view),
            { AgentState: { } agent } => selector.Matches(agent, null, view),
            _ => source.Agent == agents || agents is "ALL" or "TOPOLOGY",
        };
    }

    /// <summary>Copies flows out of all tables of a definition and asks something about them, outside of the gates.</summary>
    private T WithFlows<T>(FlowSyntax flow, int perSource, Func<FlowSource, bool>? wanted, bool ingressOnly, Func<FlowScratch, T> ask)
    {
        FlowScratch scratch = Interlocked.Exchange(ref _spareScratch, null) ?? new FlowScratch();
        try
        {
            CollectFlows(flow, perSource, wanted, ingressOnly, scratch.Rows);
            return ask(scratch);
        }
        finally
        {
            scratch.Rows.Clear();
            Volatile.Write(ref _spareScratch, scratch.Rows.IsWorthKeeping ? scratch : null);
        }
    }

    private void CollectFlows(FlowSyntax flow, int perSource, Func<FlowSource, bool>? wanted, bool ingressOnly, FlowRows rows)
    {
        long nowUs = NowUs;
        bool Collect(ShardFlows flows)
        {
            flows.Find(flow.Name)?.Collect(wanted, perSource, Math.Max(nowUs, flows.NowUs), ingressOnly, rows);
            return true;
        }

        foreach (Shard shard in Shards)
        {
            shard.Query(Collect);
        }

        Network?.Query(Collect);
    }

    private void Apply(ImmutableSortedDictionary<string, FlowSyntax> flows, ImmutableSortedDictionary<string, ThresholdPlan> thresholds)
    {
        PlanSet plans = ReferenceEquals(flows, _flows)
            ? _plans.With(thresholds.Values)
            : PlanSet.Compile([.. flows.Values], [.. thresholds.Values], _planContext);
        _flows = flows;
        _thresholds = thresholds;
        _plans = plans;
    }
}
