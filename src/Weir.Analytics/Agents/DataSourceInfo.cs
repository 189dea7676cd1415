namespace Weir.Analytics.Agents;

/// <summary>What is known of one data source: the answer of <c>datasourceInfo()</c>.</summary>
public sealed record DataSourceInfo
{
    /// <summary>N of 1-in-N, from the last flow sample; null when there was none.</summary>
    public long? SamplingRate { get; init; }

    /// <summary>Change of the sample pool over flow samples received; null before two samples.</summary>
    public double? EffectiveSamplingRate { get; init; }

    /// <summary>Flow samples received.</summary>
    public long FlowSamples { get; init; }

    /// <summary>Counter samples received.</summary>
    public long CounterSamples { get; init; }

    /// <summary>Average ms between counter samples; null before two of them.</summary>
    public double? EffectivePollingInterval { get; init; }
}
