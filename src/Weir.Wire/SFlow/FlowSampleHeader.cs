namespace Weir.Wire.SFlow;

/// <summary>The fixed part of a flow sample, for writing one (sFlow v5, <c>flow_sample</c> 0:1 and <c>flow_sample_expanded</c> 0:3).</summary>
public readonly record struct FlowSampleHeader
{
    /// <summary>Counts up by one per flow sample of the data source.</summary>
    public uint Sequence { get; init; }

    /// <summary>The sampled entity.</summary>
    public DataSource Source { get; init; }

    /// <summary>N of 1-in-N sampling.</summary>
    public uint SamplingRate { get; init; }

    /// <summary>Packets that could have been sampled so far.</summary>
    public uint SamplePool { get; init; }

    /// <summary>Samples lost for lack of resources so far.</summary>
    public uint Drops { get; init; }

    /// <summary>Where the packet came in.</summary>
    public InterfaceId Input { get; init; }

    /// <summary>Where the packet went out.</summary>
    public InterfaceId Output { get; init; }
}
