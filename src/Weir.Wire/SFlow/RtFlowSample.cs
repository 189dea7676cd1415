namespace Weir.Wire.SFlow;

/// <summary>A sampled event described by fields of the user's own (sFlow v5, host-sflow <c>rtflow</c> 4300:1003).</summary>
/// <remarks>
/// <code>
/// datasource_name&lt;&gt; sampling_rate(4) sample_pool(4) count(4) then for each: name&lt;&gt; type(4) value
/// </code>
/// </remarks>
public readonly ref struct RtFlowSample
{
    private RtFlowSample(ReadOnlySpan<byte> name, uint rate, uint pool, RtFieldReader fields)
    {
        DataSourceName = name;
        SamplingRate = rate;
        SamplePool = pool;
        Fields = fields;
    }

    /// <summary>Name of what is sampled, UTF-8.</summary>
    public ReadOnlySpan<byte> DataSourceName { get; }

    /// <summary>N of 1-in-N sampling; 0 means unknown.</summary>
    public uint SamplingRate { get; }

    /// <summary>Events that could have been sampled so far; 0 when not kept.</summary>
    public uint SamplePool { get; }

    /// <summary>A walk over the fields, from the first.</summary>
    public RtFieldReader Fields { get; }

    /// <summary>Reads the sample; false when it is shorter than its fixed part or cannot hold the fields it claims.</summary>
    public static bool TryRead(scoped in Sample sample, out RtFlowSample flow)
    {
        XdrReader reader = new(sample.Body);
        if (reader.TryReadOpaque(out ReadOnlySpan<byte> name) && reader.TryReadUInt32(out uint rate)
            && reader.TryReadUInt32(out uint pool) && RtFieldReader.TryStart(ref reader, flow: true, out RtFieldReader fields))
        {
            flow = new RtFlowSample(name, rate, pool, fields);
            return true;
        }

        flow = default;
        return false;
    }
}
