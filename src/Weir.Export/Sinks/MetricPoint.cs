namespace Weir.Export.Sinks;

/// <summary>One value of one series at one time.</summary>
/// <param name="Name">Metric name as Weir knows it, for example <c>ifinoctets</c> or a flow's name.</param>
/// <param name="Tags">Names and values that tell series of one name apart; ordered by name, unique, no empty value.</param>
/// <param name="TimeMs">Ms since the epoch; increasing within a series.</param>
/// <param name="Value">Finite value.</param>
public sealed record MetricPoint(string Name, IReadOnlyList<KeyValuePair<string, string>> Tags, long TimeMs, double Value);
