namespace Weir.Analytics.Queries;

/// <summary>A metric whose values are wanted one by one, as time series databases store them.</summary>
/// <param name="Metric">Metric name.</param>
/// <param name="DataSource">Data source text; null for all.</param>
public readonly record struct SeriesName(string Metric, string? DataSource);
