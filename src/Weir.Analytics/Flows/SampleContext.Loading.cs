using System.Buffers.Binary;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows;

public ref partial struct SampleContext
{
    private const uint SampledHeaderTag = 1;
    private const int MinimumFieldSize = 12;
    private const int CompactSize = 32;
    private const int ExpandedSize = 44;
    private const int DiscardedSize = 32;

    /// <summary>Loads a flow sample of either form, or a dropped packet notification.</summary>
    /// <param name="sample">The sample, valid as long as the context is used.</param>
    /// <param name="agent">Address of the agent that sent it.</param>
    /// <returns>False when the sample is of another type, or too short; the context is empty then.</returns>
    public bool TryLoad(scoped in Sample sample, NetworkAddress agent)
    {
        Agent = agent;
        switch (sample.Tag)
        {
            case SampleType.Flow or SampleType.ExpandedFlow:
                return TryLoadFlow(in sample);
            case SampleType.Discarded when DiscardedPacket.TryRead(in sample, out DiscardedPacket discarded):
                Reset();
                Load(discarded, sample.Body);
                return true;
            case SampleType.RtFlow:
                Reset();
                return TryLoadFields(sample.Body);
            default:
                Reset();
                return false;
        }
    }

    /// <summary>Loads a flow sample of either form: <see cref="FlowSample"/>, read in place. The agent is that of the datagram.</summary>
    /// <param name="sample">The sample, valid as long as the context is used.</param>
    /// <returns>False when it is too short; the context is empty then.</returns>
    internal bool TryLoadFlow(scoped in Sample sample)
    {
        Reset();
        ReadOnlySpan<byte> body = sample.Body;
        bool isExpanded = sample.Tag == SampleType.ExpandedFlow;
        if (body.Length < (isExpanded ? ExpandedSize : CompactSize))
        {
            return false;
        }

        Sequence = BinaryPrimitives.ReadUInt32BigEndian(body);
        ReadOnlySpan<byte> sampling;
        if (isExpanded)
        {
            Source = new DataSource(BinaryPrimitives.ReadUInt32BigEndian(body[4..]), BinaryPrimitives.ReadUInt32BigEndian(body[8..]));
            sampling = body[12..];
            Input = new InterfaceId((InterfaceFormat)BinaryPrimitives.ReadUInt32BigEndian(body[24..]), BinaryPrimitives.ReadUInt32BigEndian(body[28..]));
            Output = new InterfaceId((InterfaceFormat)BinaryPrimitives.ReadUInt32BigEndian(body[32..]), BinaryPrimitives.ReadUInt32BigEndian(body[36..]));
            Index(body[ExpandedSize..], BinaryPrimitives.ReadUInt32BigEndian(body[40..]));
        }
        else
        {
            Source = DataSource.FromCompact(BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
            sampling = body[8..];
            Input = InterfaceId.FromCompact(BinaryPrimitives.ReadUInt32BigEndian(body[20..]));
            Output = InterfaceId.FromCompact(BinaryPrimitives.ReadUInt32BigEndian(body[24..]));
            Index(body[CompactSize..], BinaryPrimitives.ReadUInt32BigEndian(body[28..]));
        }

        SamplingRate = BinaryPrimitives.ReadUInt32BigEndian(sampling);
        SamplePool = BinaryPrimitives.ReadUInt32BigEndian(sampling[4..]);
        Drops = BinaryPrimitives.ReadUInt32BigEndian(sampling[8..]);
        return true;
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

    private void Load(DiscardedPacket discarded, ReadOnlySpan<byte> body)
    {
        IsDiscard = true;
        Source = discarded.Source;
        SamplingRate = 1;
        Input = new InterfaceId(InterfaceFormat.Single, discarded.InputIfIndex);
        Output = new InterfaceId(InterfaceFormat.Single, discarded.OutputIfIndex);
        DropReason = discarded.Reason;
        Index(body[DiscardedSize..], BinaryPrimitives.ReadUInt32BigEndian(body[(DiscardedSize - 4)..]));
    }

    /// <summary>Walks the records as <see cref="RecordReader"/> does; what deserves a closer look makes the sample irregular.</summary>
    /// <param name="records">The sample behind its record count.</param>
    /// <param name="claimed">That count.</param>
    private void Index(ReadOnlySpan<byte> records, uint claimed)
    {
        Bytes = records;
        bool plain = claimed <= (uint)records.Length / RecordReader.MinimumRecordSize;
        uint left = plain ? claimed : (uint)records.Length / RecordReader.MinimumRecordSize;
        int count = 0;
        int at = 0;
        for (; left > 0; left--)
        {
            ReadOnlySpan<byte> rest = records[at..];
            if (rest.Length < RecordReader.MinimumRecordSize)
            {
                break;
            }

            ulong head = BinaryPrimitives.ReadUInt64BigEndian(rest);
            uint tag = (uint)(head >> 32);
            uint length = (uint)head;
            if (length > (uint)(rest.Length - RecordReader.MinimumRecordSize))
            {
                break;
            }

            ReadOnlySpan<byte> body = rest.Slice(RecordReader.MinimumRecordSize, (int)length);
            int offset = at + RecordReader.MinimumRecordSize;
            plain &= RecordCatalog.IsPlainFlow(tag, body);
            if (count < MaxRecords)
            {
                _records[count++] = new RecordPosition(tag, offset, body.Length);
            }

            if (tag == SampledHeaderTag && Header.IsEmpty)
            {
                plain &= LoadHeader(body, offset);
            }

            at = Math.Min(offset + (((int)length + 3) & ~3), records.Length);
        }

        RecordCount = count;
        IsRegular = plain && left == 0;
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
