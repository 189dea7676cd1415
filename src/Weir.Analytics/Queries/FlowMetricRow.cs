namespace Weir.Analytics.Queries;

/// <summary>The value of a flow definition at one data source, as metric queries see it.</summary>
/// <param name="Agent">Agent address text.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="Value">Rate of the largest flow; the total for a definition without keys.</param>
/// <param name="TopKeys">Largest flows first, at most N of the definition.</param>
/// <param name="AgeMs">ms since the last sample.</param>
public sealed record FlowMetricRow(string Agent, string DataSource, double Value, IReadOnlyList<TopKey> TopKeys, long AgeMs);
