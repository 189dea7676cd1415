namespace Weir.Wire.SFlow;

/// <summary>Counters of one data source (sFlow v5, <c>counters_sample</c> 0:2 and <c>counters_sample_expanded</c> 0:4).</summary>
/// <remarks>
/// <code>
/// compact:  sequence(4) source_id(4)                   records&lt;&gt;
/// expanded: sequence(4) source_class(4) source_index(4) records&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct CounterSample
{
    private const int CompactSize = 12;
    private const int ExpandedSize = 16;

    private CounterSample(uint sequence, DataSource source, RecordReader records)
    {
        Sequence = sequence;
        Source = source;
        Records = records;
    }

    /// <summary>Counts up by one per counter sample of the data source; a reset means the counters were reset too.</summary>
    public uint Sequence { get; }

    /// <summary>The entity whose counters these are.</summary>
    public DataSource Source { get; }

    /// <summary>A walk over the counter records, from the first.</summary>
    public RecordReader Records { get; }

    /// <summary>Reads either form of the sample.</summary>
    /// <param name="sample">A sample whose tag is <see cref="SampleType.Counters"/> or <see cref="SampleType.ExpandedCounters"/>.</param>
    /// <param name="counters">The view, valid as long as the datagram.</param>
    public static bool TryRead(scoped in Sample sample, out CounterSample counters)
    {
        ReadOnlySpan<byte> body = sample.Body;
        bool expanded = sample.Tag == SampleType.ExpandedCounters;
        int size = expanded ? ExpandedSize : CompactSize;
        if (body.Length < size)
        {
            counters = default;
            return false;
        }

        DataSource source = expanded ? XdrField.Source(body, 4) : DataSource.FromCompact(XdrField.UInt32(body, 4));
        counters = new CounterSample(XdrField.UInt32(body, 0), source, RecordReader.StartAt(body, size - 4));
        return true;
    }
}
