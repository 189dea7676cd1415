namespace Weir.Analytics.Thresholds;

/// <summary>A threshold in force. Its identity tells a kept threshold from a replaced one.</summary>
/// <param name="name">Name of the threshold.</param>
/// <param name="definition">What the user wrote, timeout in its range.</param>
internal sealed class ThresholdPlan(string name, ThresholdDefinition definition)
{
    /// <summary>Name of the threshold.</summary>
    public string Name { get; } = name;

    /// <summary>What the user wrote.</summary>
    public ThresholdDefinition Definition { get; } = definition;

    /// <summary>How long a value must stay below, in microseconds.</summary>
    public long TimeoutUs { get; } = (long)(Math.Min(definition.Timeout, 1e9) * 1e6);
}
