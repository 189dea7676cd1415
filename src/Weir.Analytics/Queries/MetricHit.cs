using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>A value that a query found.</summary>
/// <param name="Agent">Agent address text.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="Value">Number or text.</param>
/// <param name="AgeMs">Age in ms.</param>
/// <param name="TopKeys">Largest flows, for flow metrics.</param>
/// <param name="Row">Number of the data source within the scan, from 0.</param>
internal readonly record struct MetricHit(string Agent, string DataSource, MetricValue Value, long AgeMs, IReadOnlyList<TopKey>? TopKeys, int Row)
{
    /// <summary>As a cell of a table.</summary>
    public MetricCell ToCell(string name) => ToRow(name).ToCell();

    /// <summary>As a row of a dump.</summary>
    public DumpRow ToRow(string name) => new(Agent, DataSource, name, Value, AgeMs, TopKeys);
}
