using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Thresholds;

namespace Weir.Analytics.Flows;

/// <content>Reading. Called by queries inside the shard's gate.</content>
internal sealed partial class ShardFlows
{
    /// <summary>Flow entries in use.</summary>
    public long Entries => _tables.Sum(table => (long)table.Count);

    /// <summary>Flow entries that gave way to others, those of tables that are gone included.</summary>
    public long Evictions => _goneEvictions + _tables.Sum(table => table.Evictions);

    /// <summary>Threshold crossings not reported because too many flows were triggered.</summary>
    public long TriggersRefused => _flowThresholds.Values.Sum(threshold => threshold.Refused);

    /// <summary>Comparisons of values with thresholds, those of tables that are gone left out.</summary>
    public long ThresholdChecks => _watcher.Checks + _tables.Sum(table => table.ThresholdChecks);

    /// <summary>Memory of sets of distinct values that share a bound.</summary>
    public DistinctBudget Distinct => _settings.Distinct;

    /// <summary>Adds what the table of a flow has counted, if there is one.</summary>
    public FlowTableUse AddUse(string flow, FlowTableUse sum) => Find(flow) is not { } table ? sum : new FlowTableUse
    {
        Seen = sum.Seen + SeenBy(table),
        Matched = sum.Matched + table.Matched,
        Updates = sum.Updates + table.Updates,
        Evictions = sum.Evictions + table.Evictions,
        Entries = sum.Entries + table.Count,
        Capacity = sum.Capacity + table.Capacity,
        ErrorBound = Math.Max(sum.ErrorBound, table.ErrorBound(NowUs)),
        BytesPerEntry = Math.Max(sum.BytesPerEntry, table.BytesPerSlot),
        Bytes = sum.Bytes + table.Bytes,
    };

    /// <summary>The table of a flow; null when there is none.</summary>
    public FlowTable? Find(string flow) => Array.Find(_tables, table => table.Plan.Syntax.Name == flow);

    /// <summary>True while a threshold is triggered.</summary>
    public bool IsTriggered(ThresholdPlan plan, string agent, string dataSource, string? flowKey, long nowUs) =>
        (_flowThresholds.TryGetValue(plan, out FlowThreshold? threshold) && threshold.IsTriggered(agent, dataSource, flowKey, nowUs))
        || _watcher.IsTriggered(plan, agent, dataSource, nowUs);
}
