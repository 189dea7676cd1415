namespace Weir.Wire.SFlow;

/// <summary>One sampled packet or transaction with its records (sFlow v5, <c>flow_sample</c> 0:1 and <c>flow_sample_expanded</c> 0:3).</summary>
/// <remarks>
/// <code>
/// compact:  sequence(4) source_id(4)    sampling_rate(4) sample_pool(4) drops(4) input(4) output(4) records&lt;&gt;
/// expanded: sequence(4) source_class(4) source_index(4) sampling_rate(4) sample_pool(4) drops(4)
///           input_format(4) input_value(4) output_format(4) output_value(4) records&lt;&gt;
/// </code>
/// </remarks>
public readonly ref struct FlowSample
{
    private FlowSample(uint sequence, DataSource source, Sampling sampling, InterfaceId input, InterfaceId output, RecordReader records)
    {
        Sequence = sequence;
        Source = source;
        SamplingRate = sampling.Rate;
        SamplePool = sampling.Pool;
        Drops = sampling.Drops;
        Input = input;
        Output = output;
        Records = records;
    }

    /// <summary>Counts up by one per flow sample of the data source.</summary>
    public uint Sequence { get; }

    /// <summary>The sampled entity.</summary>
    public DataSource Source { get; }

    /// <summary>N of 1-in-N sampling; 0 is sent by broken agents and means unknown.</summary>
    public uint SamplingRate { get; }

    /// <summary>Packets that could have been sampled so far; wraps.</summary>
    public uint SamplePool { get; }

    /// <summary>Samples the agent lost for lack of resources so far.</summary>
    public uint Drops { get; }

    /// <summary>Where the packet came in.</summary>
    public InterfaceId Input { get; }

    /// <summary>Where the packet went out.</summary>
    public InterfaceId Output { get; }

    /// <summary>A walk over the flow records, from the first.</summary>
    public RecordReader Records { get; }

    /// <summary>Reads either form of the sample.</summary>
    /// <param name="sample">A sample whose tag is <see cref="SampleType.Flow"/> or <see cref="SampleType.ExpandedFlow"/>.</param>
    /// <param name="flow">The view, valid as long as the datagram.</param>
    public static bool TryRead(scoped in Sample sample, out FlowSample flow)
    {
        flow = default;
        XdrReader reader = new(sample.Body);
        bool expanded = sample.Tag == SampleType.ExpandedFlow;
        if (reader.Remaining < (expanded ? 44 : 32))
        {
            return false;
        }

        reader.TryReadUInt32(out uint sequence);
        DataSource source = ReadSource(ref reader, expanded);
        reader.TryReadUInt32(out uint rate);
        reader.TryReadUInt32(out uint pool);
        reader.TryReadUInt32(out uint drops);
        InterfaceId input = ReadInterface(ref reader, expanded);
        InterfaceId output = ReadInterface(ref reader, expanded);
        flow = new FlowSample(sequence, source, new Sampling(rate, pool, drops), input, output, RecordReader.Start(ref reader));
        return true;
    }

    internal static DataSource ReadSource(scoped ref XdrReader reader, bool expanded)
    {
        reader.TryReadUInt32(out uint first);
        if (!expanded)
        {
            return DataSource.FromCompact(first);
        }

        reader.TryReadUInt32(out uint index);
        return new DataSource(first, index);
    }

    private static InterfaceId ReadInterface(scoped ref XdrReader reader, bool expanded)
    {
        reader.TryReadUInt32(out uint first);
        if (!expanded)
        {
            return InterfaceId.FromCompact(first);
        }

        reader.TryReadUInt32(out uint value);
        return new InterfaceId((InterfaceFormat)first, value);
    }

    private readonly record struct Sampling(uint Rate, uint Pool, uint Drops);
}
