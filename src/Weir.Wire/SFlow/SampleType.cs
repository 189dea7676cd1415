namespace Weir.Wire.SFlow;

/// <summary>Tags of the sample types (sFlow v5, sample_record; 0:5 sFlow dropped packet notification; 4300 host-sflow).</summary>
public static class SampleType
{
    /// <summary>flow_sample, 0:1.</summary>
    public const uint Flow = 1;

    /// <summary>counters_sample, 0:2.</summary>
    public const uint Counters = 2;

    /// <summary>flow_sample_expanded, 0:3.</summary>
    public const uint ExpandedFlow = 3;

    /// <summary>counters_sample_expanded, 0:4.</summary>
    public const uint ExpandedCounters = 4;

    /// <summary>discarded_packet, 0:5.</summary>
    public const uint Discarded = 5;

    /// <summary>rtmetric, 4300:1002.</summary>
    public const uint RtMetric = (4300u << 12) | 1002;

    /// <summary>rtflow, 4300:1003.</summary>
    public const uint RtFlow = (4300u << 12) | 1003;
}
