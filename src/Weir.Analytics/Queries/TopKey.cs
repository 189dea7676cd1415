namespace Weir.Analytics.Queries;

/// <summary>A flow of a flow metric at one data source.</summary>
/// <param name="Key">Key values joined with the definition's separator.</param>
/// <param name="Value">Rate per second.</param>
/// <param name="Values">Further values, when the definition has any.</param>
public sealed record TopKey(string Key, double Value, IReadOnlyList<double>? Values);
