using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.Tests.SFlow;

public class DatagramWriterTests
{
    private static readonly NetworkAddress Agent = NetworkAddress.FromV4(0x0a000001);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FlowSample_Written_ReadsAsWritten(bool expanded)
    {
        FlowSampleHeader header = new()
        {
            Sequence = 7,
            Source = new DataSource(3, expanded ? 0x1234567u : 0x123456u),
            SamplingRate = 1000,
            SamplePool = 70_000,
            Drops = 2,
            Input = new InterfaceId(InterfaceFormat.Single, 11),
            Output = new InterfaceId(InterfaceFormat.Multiple, expanded ? 0x7fffffffu : 5u),
        };
        byte[] frame = [1, 2, 3, 4, 5];
        DatagramWriter writer = new(new byte[1400], Agent, 9, 10, 11);
        writer.BeginFlowSample(header, expanded);
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 1518, Stripped = 4, Header = frame });
        writer.Write(new ExtendedSwitch { SrcVlan = 100, DstVlan = 200 });
        writer.EndSample();

        Datagram datagram = Read(writer.Finish(), 1);
        SampleReader samples = datagram.Samples;
        Assert.True(samples.TryRead(out Sample sample));
        Assert.Equal(expanded ? SampleType.ExpandedFlow : SampleType.Flow, sample.Tag);
        Assert.True(FlowSample.TryRead(sample, out FlowSample flow));
        FlowSampleHeader read = new()
        {
            Sequence = flow.Sequence,
            Source = flow.Source,
            SamplingRate = flow.SamplingRate,
            SamplePool = flow.SamplePool,
            Drops = flow.Drops,
            Input = flow.Input,
            Output = flow.Output,
        };
        Assert.Equal(header, read);
        RecordReader records = flow.Records;
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record first));
        Assert.True(SampledHeader.TryRead(first.Body, out SampledHeader sampled));
        Assert.True(sampled.Header.SequenceEqual(frame));
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record second));
        Assert.True(ExtendedSwitch.TryRead(second.Body, out ExtendedSwitch vlan));
        Assert.Equal(new ExtendedSwitch { SrcVlan = 100, DstVlan = 200 }, vlan);
        Assert.False(records.TryRead(out _));
        Assert.False(samples.TryRead(out _));
        Assert.Equal(0, samples.TrailingBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CounterSample_Written_ReadsAsWritten(bool expanded)
    {
        DatagramWriter writer = new(new byte[1400], Agent, 0, 1, 1);
        writer.BeginCounterSample(5, new DataSource(2, 1), expanded);
        writer.Write(new InterfaceCounters { IfIndex = 3, IfSpeed = 10_000_000_000, IfInOctets = ulong.MaxValue });
        writer.EndSample();
        SampleReader samples = Read(writer.Finish(), 1).Samples;
        Assert.True(samples.TryRead(out Sample sample));
        Assert.Equal(expanded ? SampleType.ExpandedCounters : SampleType.Counters, sample.Tag);
        Assert.True(CounterSample.TryRead(sample, out CounterSample counters));
        Assert.Equal((5u, new DataSource(2, 1)), (counters.Sequence, counters.Source));
        RecordReader records = counters.Records;
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record record));
        Assert.True(InterfaceCounters.TryRead(record.Body, out InterfaceCounters read));
        Assert.Equal(new InterfaceCounters { IfIndex = 3, IfSpeed = 10_000_000_000, IfInOctets = ulong.MaxValue }, read);
    }

    [Fact]
    public void DiscardedPacket_Written_ReadsAsWritten()
    {
        DiscardedPacketHeader header = new() { Sequence = 1, Source = new DataSource(0, 4), Drops = 2, InputIfIndex = 4, OutputIfIndex = 5, Reason = 258 };
        DatagramWriter writer = new(new byte[1400], default, 0, 1, 1);
        writer.BeginDiscardedPacket(header);
        writer.Write(new ExtendedFunction { Symbol = "ip_rcv"u8 });
        writer.EndSample();
        SampleReader samples = Read(writer.Finish(), 1).Samples;
        Assert.True(samples.TryRead(out Sample sample));
        Assert.True(DiscardedPacket.TryRead(sample, out DiscardedPacket discarded));
        DiscardedPacketHeader read = new()
        {
            Sequence = discarded.Sequence,
            Source = discarded.Source,
            Drops = discarded.Drops,
            InputIfIndex = discarded.InputIfIndex,
            OutputIfIndex = discarded.OutputIfIndex,
            Reason = discarded.Reason,
        };
        Assert.Equal(header, read);
        RecordReader records = discarded.Records;
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record record));
        Assert.True(ExtendedFunction.TryRead(record.Body, out ExtendedFunction function));
        Assert.True(function.Symbol.SequenceEqual("ip_rcv"u8));
    }

    [Fact]
    public void RtMetricAndRtFlow_Written_ReadAsWritten()
    {
        DatagramWriter writer = new(new byte[1400], default, 0, 1, 1);
        writer.BeginRtMetric("rack"u8);
        writer.WriteGauge("temp", 21.5);
        writer.WriteCounter("lines", 4_000_000_000);
        writer.WriteText("name", "hello");
        writer.EndSample();
        writer.BeginRtFlow("taxi"u8, 10, 20);
        writer.WriteField(new RtField { Name = "who"u8, Type = RtFieldType.Ip4, Value = [10, 0, 0, 1] });
        writer.WriteField(new RtField { Name = "fare"u8, Type = RtFieldType.Int32, Value = [0xff, 0xff, 0xff, 0xfe] });
        writer.EndSample();
        string json = JsonText.OfDatagram(writer.Finish()).GetProperty("samples").GetRawText();
        Assert.Equal(
            """[{"tag":"4300:1002","type":"rtmetric","dataSource":"rack","metrics":[{"name":"temp","type":"GaugeDouble","value":21.5},"""
            + """{"name":"lines","type":"Counter64","value":4000000000},{"name":"name","type":"Text","value":"hello"}]},"""
            + """{"tag":"4300:1003","type":"rtflow","dataSource":"taxi","samplingRate":10,"samplePool":20,"fields":["""
            + """{"name":"who","type":"Ip4","value":"10.0.0.1"},{"name":"fare","type":"Int32","value":-2}]}]""",
            json);
    }

    [Fact]
    public void Gateway_PathAndCommunities_AreWalked()
    {
        DatagramWriter writer = new(new byte[1400], Agent, 0, 1, 1);
        writer.BeginFlowSample(default);
        writer.Write(new ExtendedGateway
        {
            Nexthop = Agent,
            AsNumber = 65000,
            DstAsPath = AsPath.FromSequence([65001, 65002, 4_200_000_000], new byte[64]),
            Communities = UInt32List.Encode([0xfde80001], new byte[4]),
            Localpref = 100,
        });
        writer.EndSample();
        SampleReader samples = Read(writer.Finish(), 1).Samples;
        Assert.True(samples.TryRead(out Sample sample));
        Assert.True(FlowSample.TryRead(sample, out FlowSample flow));
        RecordReader records = flow.Records;
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record record));
        Assert.True(ExtendedGateway.TryRead(record.Body, out ExtendedGateway gateway));
        AsPathReader segments = gateway.DstAsPath.Segments;
        Assert.True(segments.TryRead(out AsPathSegment segment));
        Assert.Equal(AsPathSegmentType.Sequence, segment.Type);
        Assert.Equal([65001, 65002, 4_200_000_000], Items(segment.Numbers));
        Assert.False(segments.TryRead(out _));
        Assert.Equal([0xfde80001], Items(gateway.Communities));
        Assert.Equal(100u, gateway.Localpref);
    }

    [Fact]
    public void HostAdapters_Encoded_AreWalked()
    {
        MacAddress mac = new(0x001b21aabbcc);
        HostAdapters adapters = HostAdapters.Encode([(1, mac), (7, new MacAddress(5))], new byte[32]);
        byte[] body = new byte[100];
        XdrWriter writer = new(body);
        adapters.Write(ref writer);
        Assert.True(HostAdapters.TryRead(writer.Written, out HostAdapters read));
        HostAdapterReader walk = read.Adapters;
        Assert.True(walk.TryRead(out HostAdapter first));
        Assert.Equal((1u, 1, mac), (first.IfIndex, first.MacCount, first.Mac(0)));
        Assert.True(walk.TryRead(out HostAdapter second));
        Assert.Equal(7u, second.IfIndex);
        Assert.False(walk.TryRead(out _));
    }

    [Fact]
    public void SfpLanes_Encoded_AreReadByIndex()
    {
        SfpLane lane = new() { Index = 2, TxPower = 500, RxWavelength = 1310 };
        Sfp sfp = new() { ModuleId = 1, ModuleTemperature = -5000, Lanes = SfpLaneList.Encode([default, lane], new byte[80]) };
        byte[] body = new byte[200];
        XdrWriter writer = new(body);
        sfp.Write(ref writer);
        Assert.True(Sfp.TryRead(writer.Written, out Sfp read));
        Assert.Equal((-5000, 2, lane), (read.ModuleTemperature, read.Lanes.Count, read.Lanes[1]));
    }

    [Fact]
    public void RawSampleAndRecord_UnevenBody_IsPadded()
    {
        DatagramWriter writer = new(new byte[200], Agent, 0, 1, 1);
        writer.WriteRawSample(0x999, [1, 2, 3]);
        writer.BeginCounterSample(1, default);
        writer.WriteRaw(0x888, [1, 2, 3, 4, 5]);
        writer.EndSample();
        ReadOnlySpan<byte> bytes = writer.Finish();
        Assert.Equal(0, bytes.Length % 4);
        SampleReader samples = Read(bytes, 2).Samples;
        Assert.True(samples.TryRead(out Sample raw));
        Assert.Equal([1, 2, 3, 0], raw.Body.ToArray());
        Assert.True(samples.TryRead(out Sample sample));
        Assert.True(CounterSample.TryRead(sample, out CounterSample counters));
        RecordReader records = counters.Records;
        Assert.True(records.TryRead(out Weir.Wire.SFlow.Record record));
        Assert.Equal([1, 2, 3, 4, 5], record.Body.ToArray());
    }

    [Fact]
    public void Calls_InTheWrongOrder_Throw()
    {
        Assert.Throws<InvalidOperationException>(() => new DatagramWriter(new byte[100], default, 0, 1, 1).EndSample());
        Assert.Throws<InvalidOperationException>(() => new DatagramWriter(new byte[100], default, 0, 1, 1).WriteRaw(1, []));
        Assert.Throws<ArgumentException>(() => new DatagramWriter(new byte[10], default, 0, 1, 1).SampleCount);
    }

    private static Datagram Read(ReadOnlySpan<byte> payload, int samples)
    {
        Assert.True(Datagram.TryRead(payload, out Datagram datagram, out DecodeError error));
        Assert.Equal(DecodeError.None, error);
        Assert.Equal(samples, datagram.SampleCount);
        return datagram;
    }

    private static uint[] Items(UInt32List list)
    {
        uint[] items = new uint[list.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = list[i];
        }

        return items;
    }
}
