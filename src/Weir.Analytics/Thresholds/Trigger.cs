namespace Weir.Analytics.Thresholds;

/// <summary>A threshold that fired for one data source or flow, until it is armed again.</summary>
/// <param name="agent">Agent address.</param>
/// <param name="dataSource">Data source text.</param>
/// <param name="flowKey">Flow key that crossed; null for counter metrics.</param>
internal sealed class Trigger(string agent, string dataSource, string? flowKey)
{
    /// <summary>Agent address.</summary>
    public string Agent { get; } = agent;

    /// <summary>Data source text.</summary>
    public string DataSource { get; } = dataSource;

    /// <summary>Flow key that crossed.</summary>
    public string? FlowKey { get; } = flowKey;

    /// <summary>Engine time from which the value is below the threshold if nothing more comes, in microseconds.</summary>
    public long BelowAgainUs { get; set; }
}

/// <summary>Identity of what crossed: <see cref="Flows.Tables.FlowSource.Serial"/> of the source and a 128-bit hash of the flow key, or the source alone.</summary>
internal readonly record struct TriggerKey(long Source, ulong High, ulong Low);
