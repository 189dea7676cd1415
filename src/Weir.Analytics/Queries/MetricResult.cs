namespace Weir.Analytics.Queries;

/// <summary>One entry of <c>metric()</c>: always present, without a value when nothing matches.</summary>
public sealed record MetricResult
{
    /// <summary>The token exactly as requested, with prefixes.</summary>
    public required string MetricName { get; init; }

    /// <summary>Data sources that contributed.</summary>
    public int MetricN { get; init; }

    /// <summary>A number or a string; null when nothing contributed.</summary>
    public object? MetricValue { get; init; }

    /// <summary>Agent the value came from, for single-valued results.</summary>
    public string? Agent { get; init; }

    /// <summary>Data source the value came from, for single-valued results.</summary>
    public string? DataSource { get; init; }

    /// <summary>Age in ms, for single-valued results.</summary>
    public long? LastUpdate { get; init; }

    /// <summary>Age in ms of the oldest contribution, for summaries.</summary>
    public long? LastUpdateMax { get; init; }

    /// <summary>Age in ms of the newest contribution, for summaries.</summary>
    public long? LastUpdateMin { get; init; }

    /// <summary>Largest flows at the reported data source, for flow metrics.</summary>
    public IReadOnlyList<TopKey>? TopKeys { get; init; }

    /// <summary>Present for med, q1, q2, q3 and iqr.</summary>
    public Quartiles? Quartiles { get; init; }
}
