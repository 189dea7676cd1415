using Weir.Analytics.Agents;
using Weir.Analytics.Groups;
using Weir.Analytics.Queries;

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
    public IReadOnlyDictionary<string, AgentInfo> Agents(IReadOnlyList<string>? addresses = null) => throw new NotSupportedException();

    /// <summary>One data source of an agent; null when unknown.</summary>
    public DataSourceInfo? GetDataSource(string agent, string dataSource) => throw new NotSupportedException();

    /// <summary>Metric names with ms since they were last updated, flows included.</summary>
    public IReadOnlyDictionary<string, long> MetricAges() => throw new NotSupportedException();

    /// <summary>All values of one agent as <c>dataSource.metric</c>; null for an unknown agent.</summary>
    public IReadOnlyDictionary<string, object>? AgentMetrics(string agent) => throw new NotSupportedException();

    /// <summary>One entry per requested metric, in order.</summary>
    /// <param name="agents">Agent selector, see <see cref="ActiveFlows"/>; null gives entries without values.</param>
    /// <param name="metrics">Tokens <c>[agg:][dataSource.]name</c>.</param>
    /// <param name="filter">Limits the data sources; null for all.</param>
    public IReadOnlyList<MetricResult> Metric(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null) => throw new NotSupportedException();

    /// <summary>One row per data source that has all the metrics; columns may be <c>null:name</c> and one <c>sort:name:N</c>.</summary>
    public IReadOnlyList<IReadOnlyList<MetricCell?>> Table(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null) => throw new NotSupportedException();

    /// <summary>Every value there is; the single metric <c>ALL</c> means every metric.</summary>
    public IReadOnlyList<MetricCell> Dump(string? agents, IReadOnlyList<string> metrics, MetricFilter? filter = null) => throw new NotSupportedException();

    /// <summary>Name of an interface; null when unknown.</summary>
    public string? IfName(string agent, string ifIndex) => throw new NotSupportedException();
}
