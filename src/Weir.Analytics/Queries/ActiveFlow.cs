namespace Weir.Analytics.Queries;

/// <summary>One row of <c>activeFlows</c>.</summary>
public sealed record ActiveFlow
{
    /// <summary>Key values joined with the definition's separator; empty for a definition without keys.</summary>
    public required string Key { get; init; }

    /// <summary>Rate per second after combining data sources.</summary>
    public double Value { get; init; }

    /// <summary>Further values, when the definition has any.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Agent at which the (largest) value was seen.</summary>
    public string? Agent { get; init; }

    /// <summary>Data source at which the (largest) value was seen.</summary>
    public string? DataSource { get; init; }

    /// <summary>Data sources that report this key.</summary>
    public int FlowN { get; init; }

    /// <summary>
    /// Number of equal samples that would make the value as sure as it is; the relative error is about 1.96 divided by its square
    /// root. Present when the interval was asked for and the value is a rate.
    /// </summary>
    public double? Samples { get; init; }

    /// <summary>Lower bound of the 95 % interval of the value, not below 0. Present with <see cref="Samples"/>.</summary>
    public double? Low { get; init; }

    /// <summary>Upper bound of the 95 % interval of the value. Present with <see cref="Samples"/>.</summary>
    public double? High { get; init; }
}
