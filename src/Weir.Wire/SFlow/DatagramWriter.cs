using System.Text;

namespace Weir.Wire.SFlow;

/// <summary>Writes one whole datagram into a caller's buffer (sFlow v5, <c>sample_datagram_v5</c>).</summary>
/// <remarks>
/// For fixtures, demo and gym:
/// <code>
/// DatagramWriter writer = new(buffer, agent, subAgentId: 0, sequence: 1, uptimeMs: 1000);
/// writer.BeginFlowSample(new FlowSampleHeader { Source = new DataSource(0, 3), SamplingRate = 1000 });
/// writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 1518, Header = bytes });
/// writer.EndSample();
/// socket.SendTo(writer.Finish(), collector);
/// </code>
/// Samples do not nest: each Begin needs its <see cref="EndSample"/>. Throws <see cref="ArgumentException"/> when the buffer is
/// full and <see cref="InvalidOperationException"/> when calls come in the wrong order: both are bugs of the caller.
/// </remarks>
public ref struct DatagramWriter
{
    private const int None = -1;

    private readonly int _sampleCountMark;
    private XdrWriter _xdr;
    private uint _samples;
    private int _sampleMark;
    private int _itemCountMark;
    private uint _items;

    /// <summary>Writes the envelope.</summary>
    /// <param name="buffer">Where to; 1400 bytes hold what agents put into one datagram.</param>
    /// <param name="agent">Address of the agent; <c>default</c> for unknown.</param>
    /// <param name="subAgentId">Stream of the agent.</param>
    /// <param name="sequence">Counts up by one per datagram of (agent, sub-agent).</param>
    /// <param name="uptimeMs">Milliseconds since the agent started.</param>
    public DatagramWriter(Span<byte> buffer, NetworkAddress agent, uint subAgentId, uint sequence, uint uptimeMs)
    {
        _xdr = new XdrWriter(buffer);
        _xdr.WriteUInt32(Datagram.Version5);
        _xdr.WriteAddress(agent);
        _xdr.WriteUInt32(subAgentId);
        _xdr.WriteUInt32(sequence);
        _xdr.WriteUInt32(uptimeMs);
        _sampleCountMark = _xdr.Position;
        _xdr.WriteUInt32(0);
        _samples = 0;
        _sampleMark = None;
        _itemCountMark = None;
        _items = 0;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _xdr.Position;

    /// <summary>Samples finished so far.</summary>
    public readonly int SampleCount => (int)_samples;

    /// <summary>Starts a flow sample; flow records follow.</summary>
    /// <param name="header">The fixed part.</param>
    /// <param name="expanded">True for <c>flow_sample_expanded</c>, which indexes from 2^24 on need.</param>
    public void BeginFlowSample(in FlowSampleHeader header, bool expanded = false)
    {
        BeginSample(expanded ? SampleType.ExpandedFlow : SampleType.Flow);
        _xdr.WriteUInt32(header.Sequence);
        WriteSource(header.Source, expanded);
        _xdr.WriteUInt32(header.SamplingRate);
        _xdr.WriteUInt32(header.SamplePool);
        _xdr.WriteUInt32(header.Drops);
        WriteInterface(header.Input, expanded);
        WriteInterface(header.Output, expanded);
        BeginItems();
    }

    /// <summary>Starts a counter sample; counter records follow.</summary>
    /// <param name="sequence">Counts up by one per counter sample of the data source.</param>
    /// <param name="source">The entity whose counters follow.</param>
    /// <param name="expanded">True for <c>counters_sample_expanded</c>, which indexes from 2^24 on need.</param>
    public void BeginCounterSample(uint sequence, DataSource source, bool expanded = false)
    {
        BeginSample(expanded ? SampleType.ExpandedCounters : SampleType.Counters);
        _xdr.WriteUInt32(sequence);
        WriteSource(source, expanded);
        BeginItems();
    }

    /// <summary>Starts a drop notification; flow records follow.</summary>
    public void BeginDiscardedPacket(in DiscardedPacketHeader header)
    {
        BeginSample(SampleType.Discarded);
        _xdr.WriteUInt32(header.Sequence);
        WriteSource(header.Source, expanded: true);
        _xdr.WriteUInt32(header.Drops);
        _xdr.WriteUInt32(header.InputIfIndex);
        _xdr.WriteUInt32(header.OutputIfIndex);
        _xdr.WriteUInt32(header.Reason);
        BeginItems();
    }

    /// <summary>Starts a sample of user-defined metrics; values of the types of rtmetric follow.</summary>
    public void BeginRtMetric(scoped ReadOnlySpan<byte> dataSourceName)
    {
        BeginSample(SampleType.RtMetric);
        _xdr.WriteOpaque(dataSourceName);
        BeginItems();
    }

    /// <summary>Starts a sample of user-defined fields; values of the types of rtflow follow.</summary>
    public void BeginRtFlow(scoped ReadOnlySpan<byte> dataSourceName, uint samplingRate, uint samplePool)
    {
        BeginSample(SampleType.RtFlow);
        _xdr.WriteOpaque(dataSourceName);
        _xdr.WriteUInt32(samplingRate);
        _xdr.WriteUInt32(samplePool);
        BeginItems();
    }

    /// <summary>Writes a record into the sample that is open.</summary>
    public void Write<T>(in T record)
        where T : struct, IRecord<T>, allows ref struct
    {
        int mark = BeginRecord(T.RecordTag);
        record.Write(ref _xdr);
        _xdr.EndLength(mark);
    }

    /// <summary>Writes a record of any tag and body into the sample that is open; the body is padded to 4 bytes.</summary>
    public void WriteRaw(uint tag, scoped ReadOnlySpan<byte> body)
    {
        DemandSample();
        _items++;
        _xdr.WriteUInt32(tag);
        _xdr.WriteOpaque(body);
    }

    /// <summary>Writes a value into the rtmetric or rtflow sample that is open.</summary>
    public void WriteField(scoped RtField field)
    {
        DemandSample();
        _items++;
        _xdr.WriteOpaque(field.Name);
        _xdr.WriteUInt32(RtFieldReader.ToWire(field.Type));
        if (field.Type == RtFieldType.Text)
        {
            _xdr.WriteOpaque(field.Value);
        }
        else
        {
            _xdr.WriteFixed(field.Value);
        }
    }

    /// <summary>Writes a double into the rtmetric sample that is open.</summary>
    public void WriteGauge(string name, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        WriteField(new RtField { Name = Encoding.UTF8.GetBytes(name), Type = RtFieldType.GaugeDouble, Value = bytes });
    }

    /// <summary>Writes a 64-bit counter into the rtmetric sample that is open.</summary>
    public void WriteCounter(string name, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        WriteField(new RtField { Name = Encoding.UTF8.GetBytes(name), Type = RtFieldType.Counter64, Value = bytes });
    }

    /// <summary>Writes text into the rtmetric or rtflow sample that is open.</summary>
    public void WriteText(string name, string value) =>
        WriteField(new RtField { Name = Encoding.UTF8.GetBytes(name), Type = RtFieldType.Text, Value = Encoding.UTF8.GetBytes(value) });

    /// <summary>Ends the sample that is open.</summary>
    public void EndSample()
    {
        DemandSample();
        _xdr.Overwrite(_itemCountMark, _items);
        _xdr.EndLength(_sampleMark);
        _sampleMark = None;
        _samples++;
    }

    /// <summary>Writes a sample of any tag and body; no sample may be open. The body is padded to 4 bytes.</summary>
    public void WriteRawSample(uint tag, scoped ReadOnlySpan<byte> body)
    {
        DemandNoSample();
        _samples++;
        _xdr.WriteUInt32(tag);
        _xdr.WriteUInt32((uint)((body.Length + 3) & ~3));
        _xdr.WriteFixed(body);
    }

    /// <summary>Fills in the number of samples.</summary>
    /// <returns>The datagram, a view of the buffer.</returns>
    public readonly ReadOnlySpan<byte> Finish()
    {
        DemandNoSample();
        _xdr.Overwrite(_sampleCountMark, _samples);
        return _xdr.Written;
    }

    private int BeginRecord(uint tag)
    {
        DemandSample();
        _items++;
        _xdr.WriteUInt32(tag);
        return _xdr.BeginLength();
    }

    private void BeginSample(uint tag)
    {
        DemandNoSample();
        _xdr.WriteUInt32(tag);
        _sampleMark = _xdr.BeginLength();
    }

    private void BeginItems()
    {
        _items = 0;
        _itemCountMark = _xdr.BeginLength();
    }

    private void WriteSource(DataSource source, bool expanded)
    {
        if (expanded)
        {
            XdrField.WriteSource(ref _xdr, source);
        }
        else
        {
            _xdr.WriteUInt32(source.ToCompact());
        }
    }

    private void WriteInterface(InterfaceId id, bool expanded)
    {
        if (expanded)
        {
            _xdr.WriteUInt32((uint)id.Format);
            _xdr.WriteUInt32(id.Value);
        }
        else
        {
            _xdr.WriteUInt32(id.ToCompact());
        }
    }

    private readonly void DemandSample()
    {
        if (_sampleMark == None)
        {
            throw new InvalidOperationException("No sample is open: begin one first.");
        }
    }

    private readonly void DemandNoSample()
    {
        if (_sampleMark != None)
        {
            throw new InvalidOperationException("A sample is open: end it first.");
        }
    }
}
