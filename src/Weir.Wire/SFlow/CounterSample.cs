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
        counters = default;
        XdrReader reader = new(sample.Body);
        bool expanded = sample.Tag == SampleType.ExpandedCounters;
        if (reader.Remaining < (expanded ? 16 : 12))
        {
            return false;
        }

        reader.TryReadUInt32(out uint sequence);
        DataSource source = FlowSample.ReadSource(ref reader, expanded);
        counters = new CounterSample(sequence, source, RecordReader.Start(ref reader));
        return true;
    }
}
