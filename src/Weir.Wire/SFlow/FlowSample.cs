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
    private const int CompactSize = 32;
    private const int ExpandedSize = 44;

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
        ReadOnlySpan<byte> body = sample.Body;
        if (sample.Tag == SampleType.ExpandedFlow)
        {
            return TryReadExpanded(body, out flow);
        }

        if (body.Length < CompactSize)
        {
            flow = default;
            return false;
        }

        DataSource source = DataSource.FromCompact(XdrField.UInt32(body, 4));
        Sampling sampling = new(XdrField.UInt32(body, 8), XdrField.UInt32(body, 12), XdrField.UInt32(body, 16));
        InterfaceId input = InterfaceId.FromCompact(XdrField.UInt32(body, 20));
        InterfaceId output = InterfaceId.FromCompact(XdrField.UInt32(body, 24));
        flow = new FlowSample(XdrField.UInt32(body, 0), source, sampling, input, output, RecordReader.StartAt(body, CompactSize - 4));
        return true;
    }

    private static bool TryReadExpanded(ReadOnlySpan<byte> body, out FlowSample flow)
    {
        if (body.Length < ExpandedSize)
        {
            flow = default;
            return false;
        }

        DataSource source = XdrField.Source(body, 4);
        Sampling sampling = new(XdrField.UInt32(body, 12), XdrField.UInt32(body, 16), XdrField.UInt32(body, 20));
        InterfaceId input = new((InterfaceFormat)XdrField.UInt32(body, 24), XdrField.UInt32(body, 28));
        InterfaceId output = new((InterfaceFormat)XdrField.UInt32(body, 32), XdrField.UInt32(body, 36));
        flow = new FlowSample(XdrField.UInt32(body, 0), source, sampling, input, output, RecordReader.StartAt(body, ExpandedSize - 4));
        return true;
    }

    private readonly record struct Sampling(uint Rate, uint Pool, uint Drops);
}
