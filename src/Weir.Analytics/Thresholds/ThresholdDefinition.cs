using Weir.Analytics.Queries;

namespace Weir.Analytics.Thresholds;

/// <summary>What a user wrote with <c>setThreshold</c> or <c>PUT /threshold</c>.</summary>
public sealed partial record ThresholdDefinition
{
    /// <summary>Counter metric or flow name.</summary>
    public required string Metric { get; init; }

    /// <summary>The metric triggers at or above this value.</summary>
    public required double Value { get; init; }

    /// <summary>Limits the data sources; null for all.</summary>
    public MetricFilter? Filter { get; init; }

    /// <summary>True for one event per flow key, false for the largest flow only.</summary>
    public bool ByFlow { get; init; }

    /// <summary>Seconds the value must stay below before the threshold is armed again.</summary>
    public double Timeout { get; init; } = 1;
}
