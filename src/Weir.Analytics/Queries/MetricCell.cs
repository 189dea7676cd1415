namespace Weir.Analytics.Queries;

/// <summary>One value of <c>table()</c> and <c>dump()</c>.</summary>
public sealed record MetricCell
{
    /// <summary>Agent address.</summary>
    public required string Agent { get; init; }

    /// <summary>Data source text.</summary>
    public required string DataSource { get; init; }

    /// <summary>Plain name, without prefix and data source.</summary>
    public required string MetricName { get; init; }

    /// <summary>A number or a string.</summary>
    public object? MetricValue { get; init; }

    /// <summary>Age in ms.</summary>
    public long? LastUpdate { get; init; }

    /// <summary>Largest flows, for flow metrics.</summary>
    public IReadOnlyList<TopKey>? TopKeys { get; init; }
}
