using System.Buffers.Binary;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows;

public ref partial struct SampleContext
{
    private const uint SampledHeaderTag = 1;
    private const int MinimumFieldSize = 12;

    /// <summary>Loads a flow sample of either form, or a dropped packet notification.</summary>
    /// <param name="sample">The sample, valid as long as the context is used.</param>
    /// <param name="agent">Address of the agent that sent it.</param>
    /// <returns>False when the sample is of another type, or too short; the context is empty then.</returns>
    public bool TryLoad(scoped in Sample sample, NetworkAddress agent)
    {
        Reset();
        Agent = agent;
        switch (sample.Tag)
        {
            case SampleType.Flow or SampleType.ExpandedFlow when FlowSample.TryRead(in sample, out FlowSample flow):
                Load(in flow, in sample, agent);
                return true;
            case SampleType.Discarded when DiscardedPacket.TryRead(in sample, out DiscardedPacket discarded):
                Load(discarded, sample.Body[32..]);
                return true;
            case SampleType.RtFlow:
                return TryLoadFields(sample.Body);
            default:
                return false;
        }
    }

    /// <summary>Loads a flow sample whose fixed part was read before.</summary>
    /// <param name="flow">The fixed part of <paramref name="sample"/>.</param>
    /// <param name="sample">The sample, valid as long as the context is used.</param>
    /// <param name="agent">Address of the agent that sent it.</param>
    internal void Load(scoped in FlowSample flow, scoped in Sample sample, NetworkAddress agent)
    {
        Reset();
        Agent = agent;
        Source = flow.Source;
        SamplingRate = flow.SamplingRate;
        Input = flow.Input;
        Output = flow.Output;
        Index(flow.Records, sample.Body[(sample.Tag == SampleType.Flow ? 32 : 44)..]);
    }

    /// <summary>Reads rtflow 4300:1003: datasource_name&lt;&gt; sampling_rate(4) sample_pool(4) fields&lt;&gt;.</summary>
    private bool TryLoadFields(ReadOnlySpan<byte> body)
    {
        XdrReader reader = new(body);
        if (!reader.TryReadOpaque(out ReadOnlySpan<byte> source)
            || !reader.TryReadUInt32(out uint rate)
            || !reader.TrySkip(4)
            || !reader.TryReadCount(MinimumFieldSize, out int count))
        {
            return false;
        }

        Source = default;
        SourceName = source;
        SamplingRate = rate;
        Bytes = reader.Rest;
        FieldCount = count;
        return true;
    }

    private void Load(DiscardedPacket discarded, ReadOnlySpan<byte> records)
    {
        IsDiscard = true;
        Source = discarded.Source;
        SamplingRate = 1;
        Input = new InterfaceId(InterfaceFormat.Single, discarded.InputIfIndex);
        Output = new InterfaceId(InterfaceFormat.Single, discarded.OutputIfIndex);
        DropReason = discarded.Reason;
        Index(discarded.Records, records);
    }

    private void Index(RecordReader reader, ReadOnlySpan<byte> records)
    {
        Bytes = records;
        bool plain = true;
        int count = 0;
        while (reader.TryRead(out Record record))
        {
            uint tag = record.Tag;
            plain &= RecordCatalog.IsPlainFlow(tag, record.Body.Length);
            if (count < MaxRecords)
            {
                _records[count++] = new RecordPosition(tag, record.Offset, record.Body.Length);
            }

            if (tag == SampledHeaderTag && !HasHeader)
            {
                plain &= LoadHeader(record.Body, record.Offset);
            }
        }

        RecordCount = count;
        IsRegular = plain && reader.Error == DecodeError.None;
    }

    /// <summary>Reads sampled_header 0:1: protocol(4) frame_length(4) stripped(4) header&lt;&gt;.</summary>
    /// <returns>False when the record is too short or claims more header bytes than it has; those that are there are read.</returns>
    private bool LoadHeader(ReadOnlySpan<byte> body, int offset)
    {
        if (body.Length < 16)
        {
            return false;
        }

        FrameLength = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        Stripped = BinaryPrimitives.ReadUInt32BigEndian(body[8..]);
        uint claimed = BinaryPrimitives.ReadUInt32BigEndian(body[12..]);
        int length = (int)Math.Min(claimed, (uint)body.Length - 16);
        SetHeader(body.Slice(16, length), offset + 16, (HeaderProtocol)BinaryPrimitives.ReadUInt32BigEndian(body));
        return claimed == (uint)length;
    }
}
