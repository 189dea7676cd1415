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
}
