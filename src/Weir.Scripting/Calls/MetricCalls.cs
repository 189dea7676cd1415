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
        table.Add("table", Table);
        table.Add("dump", a => Cells(engine.DumpInParts(a.Text(0), Names(a), Filter(a))));
        table.Add("ifName", a => a.Text(0) is string agent && a.Text(1) is string index ? engine.IfName(agent, index) : null);
    }

    // Written while they are read: the answer about a large network is then in memory as text alone.
    private static IEnumerable<MetricCell> Cells(IEnumerable<ReadOnlyMemory<DumpRow>> parts)
    {
        foreach (ReadOnlyMemory<DumpRow> part in parts)
        {
            for (int i = 0; i < part.Length; i++)
            {
                yield return part.Span[i].ToCell();
            }
        }
    }

    private static IEnumerable<MetricCell?[]> Rows(TableParts table)
    {
        foreach (ReadOnlyMemory<DumpRow> part in table.Cells)
        {
            for (int i = 0; i < part.Length; i += table.Columns)
            {
                MetricCell?[] row = new MetricCell?[table.Columns];
                for (int column = 0; column < row.Length; column++)
                {
                    row[column] = part.Span[i + column] is { Agent: not null } cell ? cell.ToCell() : null;
                }

                yield return row;
            }
        }
    }

    private object Table(CallArguments arguments)
    {
        string? agents = arguments.Text(0);
        IReadOnlyList<string> metrics = Names(arguments);
        MetricFilter? filter = Filter(arguments);
        return engine.TableInParts(agents, metrics, filter) is { } table ? Rows(table) : engine.Table(agents, metrics, filter);
    }

    private static IReadOnlyList<string> Names(CallArguments arguments) => arguments.List(1) ?? [];

    private static MetricFilter? Filter(CallArguments arguments) => arguments.Labels(2) is { Count: > 0 } conditions ? new MetricFilter(conditions) : null;
}
