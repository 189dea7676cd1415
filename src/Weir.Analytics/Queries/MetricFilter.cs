namespace Weir.Analytics.Queries;

/// <summary>Which data sources a query or threshold looks at: all conditions must hold, any pattern of a condition may.</summary>
/// <param name="Conditions">Metric name to patterns; a pattern may hold <c>*</c> wildcards, <c>*</c> alone means the metric exists.</param>
public sealed partial record MetricFilter(IReadOnlyDictionary<string, IReadOnlyList<string>> Conditions);
