namespace Weir.Analytics.Queries;

/// <summary>Five-number summary of a metric over data sources.</summary>
public sealed record Quartiles(double Min, double Q1, double Med, double Q3, double Max);
