namespace Weir.Analytics.Queries;

/// <summary>One place at which a flow key is seen now.</summary>
/// <param name="Agent">Agent address.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="Value">Rate per second.</param>
public sealed record FlowLocation(string Agent, string DataSource, double Value);
