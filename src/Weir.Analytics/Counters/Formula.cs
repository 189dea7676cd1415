namespace Weir.Analytics.Counters;

/// <summary>Computes a derived metric; NaN stands for an absent value, in and out.</summary>
internal delegate double Formula(ReadOnlySpan<double> inputs);
