using Weir.Analytics;
using Weir.Analytics.Queries;

namespace Weir.Scripting.Calls;

/// <summary>Agents and metrics.</summary>
internal sealed class MetricCalls(AnalyticsEngine engine)
{
    public void AddTo(CallTable table)
    {
        table.Add("agents", a => engine.Agents(a.List(0)));
        table.Add("datasourceInfo", a => a.Text(0) is string agent && a.Text(1) is string source ? engine.GetDataSource(agent, source) : null);
        table.Add("metrics", a => a.Text(0) is string agent ? engine.AgentMetrics(agent) : engine.MetricAges());
        table.Add("metric", a => engine.Metric(a.Text(0), Names(a), Filter(a)));
        table.Add("table", a => engine.Table(a.Text(0), Names(a), Filter(a)));
        table.Add("dump", a => engine.Dump(a.Text(0), Names(a), Filter(a)));
        table.Add("ifName", a => a.Text(0) is string agent && a.Text(1) is string index ? engine.IfName(agent, index) : null);
    }

    private static IReadOnlyList<string> Names(CallArguments arguments) => arguments.List(1) ?? [];

    private static MetricFilter? Filter(CallArguments arguments) => arguments.Labels(2) is { Count: > 0 } conditions ? new MetricFilter(conditions) : null;
}
