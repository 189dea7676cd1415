namespace Weir.Analytics.Queries;

/// <summary>One place at which a flow key is seen now.</summary>
/// <param name="Agent">Agent address.</param>
/// <param name="DataSource">Data source text.</param>
/// <param name="Value">Rate per second.</param>
/// <param name="Values">Further values there, when the definition has any.</param>
public sealed record FlowLocation(string Agent, string DataSource, double Value, IReadOnlyList<double>? Values);
