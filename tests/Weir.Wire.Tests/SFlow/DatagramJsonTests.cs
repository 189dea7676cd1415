using System.Text.Json;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.CounterRecords;
using Weir.Wire.SFlow.FlowRecords;

namespace Weir.Wire.Tests.SFlow;

public class DatagramJsonTests
{
    [Theory]
    [InlineData(InterfaceFormat.Single, 12, "12")]
    [InlineData(InterfaceFormat.Single, 0, "\"unknown\"")]
    [InlineData(InterfaceFormat.Single, 0x3fffffff, "\"internal\"")]
    [InlineData(InterfaceFormat.Discarded, 258, """{"discarded":258,"reason":"acl"}""")]
    [InlineData(InterfaceFormat.Discarded, 100, """{"discarded":100,"reason":100}""")]
    [InlineData(InterfaceFormat.Multiple, 7, """{"multiple":7}""")]
    [InlineData((InterfaceFormat)9, 7, """{"format":9,"value":7}""")]
    public void Interface_EachForm_IsTold(InterfaceFormat format, uint value, string expected)
    {
        DatagramWriter writer = new(new byte[200], default, 0, 1, 1);
        writer.BeginFlowSample(new FlowSampleHeader { Output = new InterfaceId(format, value) }, expanded: true);
        writer.EndSample();
        Assert.Equal(expected, JsonText.OfDatagram(writer.Finish()).GetProperty("samples")[0].GetProperty("output").GetRawText());
    }

    [Fact]
    public void Datagram_WithKnownAndUnknownRecords_IsWholeInTheDocumentedLayout()
    {
        DatagramWriter writer = new(new byte[400], NetworkAddress.FromV4(0x0a000001), 2, 3, 4);
        writer.BeginFlowSample(new FlowSampleHeader { Sequence = 5, Source = new DataSource(0, 6), SamplingRate = 7, SamplePool = 8, Drops = 9, Input = new InterfaceId(0, 10) });
        writer.Write(new ExtendedVniIngress { Vni = 123 });
        writer.WriteRaw(0x7001, [1, 2]);
        writer.WriteRaw(ExtendedSwitch.Tag, [0, 0, 0, 1]);
        writer.EndSample();
        Assert.Equal(
            """{"agent":"10.0.0.1","subAgentId":2,"sequence":3,"uptimeMs":4,"samples":[{"tag":"0:1","type":"flow_sample","sequence":5,"""
            + """ "dataSource":"6","samplingRate":7,"samplePool":8,"drops":9,"input":10,"output":"unknown","records":["""
            + """{"tag":"0:1030","name":"extended_vni_ingress","fields":{"vni":123}},{"tag":"7:1","length":2,"hex":"0102"},"""
            + """{"tag":"0:1001","name":"extended_switch","error":"RecordTooShort","length":4,"hex":"00000001"}]}],"""
            + """ "errors":[{"where":"samples[0].records[2]","reason":"RecordTooShort"}]}""",
            JsonText.OfDatagram(writer.Finish()).GetRawText().Replace(",\"dataSource", ", \"dataSource", StringComparison.Ordinal).Replace(",\"errors\"", ", \"errors\"", StringComparison.Ordinal));
    }

    [Fact]
    public void SampledHeader_Ethernet_CarriesItsPacket()
    {
        byte[] frame = Convert.FromHexString("001b21aabbcc001b21ddeeff08004500001c0001000040110000" + "0a0000010a00000204d204d300080000");
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.BeginFlowSample(default);
        writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 64, Header = frame });
        writer.EndSample();
        JsonElement fields = JsonText.OfDatagram(writer.Finish()).GetProperty("samples")[0].GetProperty("records")[0].GetProperty("fields");
        Assert.Equal(Convert.ToHexStringLower(frame), fields.GetProperty("header").GetString());
        Assert.Equal(3, fields.GetProperty("packet").GetArrayLength());
    }

    [Fact]
    public void Text_ThatIsNoUtf8_AndNumbersThatAreNone_AreShown()
    {
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.BeginCounterSample(1, default);
        writer.Write(new PortName { Name = [0x65, 0xff, 0xfe, 0x30] });
        writer.Write(new HostCpu { LoadOne = float.NaN, LoadFive = float.PositiveInfinity, LoadFifteen = 0.25f });
        writer.EndSample();
        JsonElement records = JsonText.OfDatagram(writer.Finish()).GetProperty("samples")[0].GetProperty("records");
        Assert.Equal("e\ufffd\ufffd0", records[0].GetProperty("fields").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, records[1].GetProperty("fields").GetProperty("load_one").ValueKind);
        Assert.Equal(JsonValueKind.Null, records[1].GetProperty("fields").GetProperty("load_five").ValueKind);
        Assert.Equal(0.25, records[1].GetProperty("fields").GetProperty("load_fifteen").GetDouble());
    }

    [Fact]
    public void Aggregate_InsideAnAggregate_IsShownAsBytes()
    {
        byte[] inner = [0, 0, 0, 0];
        byte[] pdus = [0, 0, 0, 1, 0, 0, 0x03, 0xf8, 0, 0, 0, 4, .. inner];
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.BeginFlowSample(default);
        writer.Write(new Extended80211Aggregation(1, pdus));
        writer.EndSample();
        JsonElement record = JsonText.OfDatagram(writer.Finish()).GetProperty("samples")[0].GetProperty("records")[0];
        Assert.Equal("""{"pdus":[[{"tag":"0:1016","name":"extended_80211_aggregation","length":4,"hex":"00000000"}]]}""", record.GetProperty("fields").GetRawText());
    }

    [Fact]
    public void BytesBehindTheLastSample_AreCountedAndHarmless()
    {
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.BeginCounterSample(1, default);
        writer.EndSample();
        JsonElement json = JsonText.OfDatagram([.. writer.Finish(), 1, 2, 3, 4, 5]);
        Assert.Equal(5, json.GetProperty("trailingBytes").GetInt32());
        Assert.Equal(0, json.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData(0u, "net_unreachable")]
    [InlineData(15u, "precedence_cutoff")]
    [InlineData(16u, null)]
    [InlineData(33u, null)]
    [InlineData(255u, null)]
    [InlineData(256u, "unknown")]
    [InlineData(303u, "split_horizon")]
    [InlineData(332u, "dev_hdr")]
    [InlineData(366u, "tc_egress")]
    [InlineData(372u, "bgp_flowspec")]
    [InlineData(373u, null)]
    [InlineData(uint.MaxValue, null)]
    public void DropReason_Code_HasItsName(uint code, string? name) => Assert.Equal(name, DropReason.NameOf(code));
}
