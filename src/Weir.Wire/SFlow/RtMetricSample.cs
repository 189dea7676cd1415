namespace Weir.Wire.SFlow;

/// <summary>Metrics of the user's own (sFlow v5, host-sflow <c>rtmetric</c> 4300:1002).</summary>
/// <remarks>
/// <code>
/// datasource_name&lt;&gt; count(4) then for each: name&lt;&gt; type(4) value
/// </code>
/// </remarks>
public readonly ref struct RtMetricSample
{
    private RtMetricSample(ReadOnlySpan<byte> name, RtFieldReader metrics)
    {
        DataSourceName = name;
        Metrics = metrics;
    }

    /// <summary>Name of what is measured, UTF-8.</summary>
    public ReadOnlySpan<byte> DataSourceName { get; }

    /// <summary>A walk over the metrics, from the first.</summary>
    public RtFieldReader Metrics { get; }

    /// <summary>Reads the sample; false when it is shorter than its fixed part or cannot hold the metrics it claims.</summary>
    public static bool TryRead(scoped in Sample sample, out RtMetricSample metrics)
    {
        XdrReader reader = new(sample.Body);
        if (reader.TryReadOpaque(out ReadOnlySpan<byte> name) && RtFieldReader.TryStart(ref reader, flow: false, out RtFieldReader fields))
        {
            metrics = new RtMetricSample(name, fields);
            return true;
        }

        metrics = default;
        return false;
    }
}
