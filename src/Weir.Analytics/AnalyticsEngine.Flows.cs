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
        List<FlowRow> rows = CollectFlows(flow, flow.Definition.N, merge.Restrict(SourcesOf(agents), Topology.View), merge.IngressOnly);
        return merge.Combine(rows, KeyPattern.Parse(keyPattern, flow.Definition.Fs), minValue, maxFlows, interval);
    }

    /// <summary>Rate of one flow key at one data source; 0 when it is not there.</summary>
    public double FlowValue(string agent, string sourceAndName, string key)
    {
        for (int dot = sourceAndName.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = sourceAndName.IndexOf('.', dot + 1))
        {
            if (_flows.TryGetValue(sourceAndName[(dot + 1)..], out FlowSyntax? flow))
            {
                string dataSource = sourceAndName[..dot];
                Func<FlowSource, bool> agentMatches = SourcesOf(agent);
                List<FlowRow> rows = CollectFlows(flow, int.MaxValue, source => source.DataSource == dataSource && agentMatches(source), false);
                return rows.Find(row => row.Key == key)?.Value ?? 0;
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

        return [.. CollectFlows(flow, int.MaxValue, SourcesOf(agents), false)
            .Where(row => row.Key == key)
            .OrderByDescending(row => row.Value)
            .Select(row => new FlowLocation(row.Source.Agent, row.Source.DataSource, row.Value))];
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
        return [.. CollectFlows(flow, flow.Definition.N, null, false).GroupBy(row => row.Source).Select(group =>
        {
            FlowRow[] largest = [.. group.OrderByDescending(row => row.Value).ThenBy(row => row.Key, StringComparer.Ordinal)];
            long ageMs = Math.Max(0, nowUs - largest.Max(row => row.LastUs)) / 1000;
            TopKey[] topKeys = [.. largest.Select(row => new TopKey(row.Key, row.Value, row.Values))];
            return new FlowMetricRow(group.Key.Agent, group.Key.DataSource, largest[0].Value, topKeys, ageMs);
        })];
    }

    /// <summary>Makes the name of an rtflow field known as a flow key; false when too many are.</summary>
    internal bool TryAddCustomKey(string name) => _planContext.TryAddCustomKey(name);

    private Func<FlowSource, bool> SourcesOf(string agents)
    {
        AgentSelector selector = AgentSelector.Parse(agents);
        Topology.TopologyView view = Topology.View;
        return source => source switch
        {
            { State: { } state } => selector.Matches(state, view),
            { AgentState: { } agent } => selector.Matches(agent, null, view),
            _ => source.Agent == agents || agents is "ALL" or "TOPOLOGY",
        };
    }

    private List<FlowRow> CollectFlows(FlowSyntax flow, int perSource, Func<FlowSource, bool>? wanted, bool ingressOnly)
    {
        long nowUs = NowUs;
        List<FlowRow> rows = [];
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
        return rows;
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
