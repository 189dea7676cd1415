using System.Buffers.Binary;
using Weir.Testing.Fuzz;
using Weir.Testing.Records;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow;

public class DamageTests
{
    private static readonly uint HostCpuTag = Weir.Wire.SFlow.CounterRecords.HostCpu.Tag;

    public static TheoryData<int> Layouts => [.. Enumerable.Range(0, RecordLayouts.All.Count)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Record_TruncatedAtEachLength_IsRefused(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        byte[] body = layout.CreateBody(new Random(index)).Bytes;
        for (int length = 0; length < body.Length; length++)
        {
            // The padding behind the last item may be missing, and host_cpu has a shorter form.
            bool mayBeWhole = length > body.Length - 4 || (layout.Kind == RecordKind.Counter && layout.Tag == HostCpuTag && length >= 68);
            bool read = entry.CanRead(body.AsSpan(0, length));
            Assert.True(mayBeWhole || !read, $"{entry.Name} read {length} of {body.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Record_BetweenGuardBytes_ReadsAsAlone(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        byte[] body = layout.CreateBody(new Random(index)).Bytes;
        byte[] guarded = [.. Enumerable.Repeat((byte)0xff, 64), .. body, .. Enumerable.Repeat((byte)0xff, 64)];
        Assert.Equal(JsonText.OfRecord(entry, body).GetRawText(), JsonText.OfRecord(entry, guarded.AsSpan(64, body.Length)).GetRawText());
        for (int length = 0; length < body.Length; length++)
        {
            Assert.Equal(entry.CanRead(body.AsSpan(0, length)), entry.CanRead(guarded.AsSpan(64, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Record_CountBeyondTheBytes_IsRefused(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        Random random = new(index);
        for (int round = 0; round < 20; round++)
        {
            RecordBody body = layout.CreateBody(random);
            foreach (int offset in body.Counts)
            {
                foreach (uint claim in (uint[])[(uint)(body.Bytes.Length - offset - 4) + 1, 0x40000000, 0x7fffffff, 0x80000000, uint.MaxValue])
                {
                    byte[] damaged = [.. body.Bytes];
                    BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(offset), claim);
                    Assert.False(entry.CanRead(damaged), $"{entry.Name}: count at {offset} claims {claim}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Record_DamagedInside_CostsNoOtherRecord(int index)
    {
        (RecordLayout layout, RecordEntry entry) = Find(index);
        byte[] body = layout.CreateBody(new Random(index)).Bytes;
        uint[] sampleTypes = layout.Kind == RecordKind.Flow
            ? [SampleType.Flow, SampleType.ExpandedFlow, SampleType.Discarded]
            : [SampleType.Counters, SampleType.ExpandedCounters];
        foreach (uint sampleType in sampleTypes)
        {
            DatagramWriter writer = new(new byte[8192], NetworkAddress.FromV4(1), 0, 1, 1);
            Begin(ref writer, sampleType);
            writer.WriteRaw(layout.Tag, body);
            writer.WriteRaw(layout.Tag, body.AsSpan(0, (body.Length / 8) * 4));
            writer.WriteRaw(layout.Tag, body);
            writer.EndSample();

            List<System.Text.Json.JsonElement> records = [.. JsonText.OfDatagram(writer.Finish()).GetProperty("samples")[0].GetProperty("records").EnumerateArray()];
            Assert.Equal(3, records.Count);
            Assert.Equal(entry.Name, records[0].GetProperty("name").GetString());
            Assert.Equal(records[0].GetRawText(), records[2].GetRawText());
            Assert.True(records[2].TryGetProperty("fields", out _));
        }
    }

    [Fact]
    public void Datagram_TruncatedAtEachLength_KeepsTheSamplesThatAreWhole()
    {
        Random random = new(7);
        for (int round = 0; round < 20; round++)
        {
            byte[] datagram = DatagramSeeds.Create(random);
            int previous = 0;
            for (int length = 0; length <= datagram.Length; length++)
            {
                int whole = CountSamples(datagram.AsSpan(0, length));
                Assert.True(whole >= previous, "a longer datagram holds fewer samples");
                previous = whole;
            }

            Assert.True(Datagram.TryRead(datagram, out Datagram view, out _));
            Assert.Equal(view.SampleCount, previous);
        }
    }

    [Fact]
    public void Datagram_MoreSamplesClaimedThanFit_StillGivesThoseThatAreThere()
    {
        byte[] datagram = DatagramSeeds.Create(new Random(11));
        int samples = CountSamples(datagram);
        int countOffset = DatagramSeeds.FindWords(datagram)[2];
        foreach (uint claim in (uint[])[(uint)(datagram.Length / 8) + 1, 0x7fffffff, uint.MaxValue])
        {
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(countOffset), claim);
            Assert.True(Datagram.TryRead(datagram, out _, out DecodeError error));
            Assert.Equal(DecodeError.SampleCountTooLarge, error);
            Assert.Equal(1, JsonText.OfDatagram(datagram).GetProperty("errors").GetArrayLength());
            Assert.Equal(samples, CountSamples(datagram));
        }
    }

    [Fact]
    public void Sample_MoreRecordsClaimedThanFit_StillGivesThoseThatAreThere()
    {
        byte[] buffer = new byte[512];
        DatagramWriter writer = new(buffer, default, 0, 1, 1);
        writer.BeginCounterSample(1, new DataSource(0, 1));
        writer.WriteRaw(1005, [0, 0, 0, 0]);
        writer.WriteRaw(1005, [0, 0, 0, 0]);
        writer.EndSample();
        byte[] datagram = writer.Finish().ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(40), 1_000_000);

        System.Text.Json.JsonElement json = JsonText.OfDatagram(datagram);
        Assert.Equal(2, json.GetProperty("samples")[0].GetProperty("records").GetArrayLength());
        Assert.Equal("RecordCountTooLarge", json.GetProperty("errors")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void Sample_BytesBehindItsLastRecord_AreNoError()
    {
        // Seen from Brocade ICX: 4 bytes of padding behind the last record, counted in the sample's length.
        byte[] flow = new byte[32 + 8 + 16 + 4];
        flow[31] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(flow.AsSpan(32), 1001);
        flow[39] = 16;
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.WriteRawSample(SampleType.Flow, flow);
        writer.WriteRawSample(SampleType.Flow, flow);
        System.Text.Json.JsonElement json = JsonText.OfDatagram(writer.Finish());
        Assert.Equal(0, json.GetProperty("errors").GetArrayLength());
        Assert.Equal(2, json.GetProperty("samples").GetArrayLength());
        Assert.Equal("extended_switch", json.GetProperty("samples")[1].GetProperty("records")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Sample_ShorterThanItsRecord_LosesThatRecordAlone()
    {
        byte[] flow = new byte[32 + 8 + 16 + 8 + 12];
        flow[31] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(flow.AsSpan(32), 1001);
        flow[39] = 16;
        BinaryPrimitives.WriteUInt32BigEndian(flow.AsSpan(56), 1001);
        flow[63] = 16;
        DatagramWriter writer = new(new byte[400], default, 0, 1, 1);
        writer.WriteRawSample(SampleType.Flow, flow);
        writer.WriteRawSample(SampleType.Flow, flow);
        System.Text.Json.JsonElement json = JsonText.OfDatagram(writer.Finish());
        Assert.Equal(2, json.GetProperty("samples").GetArrayLength());
        Assert.Equal(1, json.GetProperty("samples")[0].GetProperty("records").GetArrayLength());
        Assert.Equal(1, json.GetProperty("samples")[1].GetProperty("records").GetArrayLength());
        Assert.Equal(
            """[{"where":"samples[0].records[1]","reason":"RecordTruncated"},{"where":"samples[1].records[1]","reason":"RecordTruncated"}]""",
            json.GetProperty("errors").GetRawText());
    }

    [Theory]
    [InlineData("", DecodeError.DatagramTruncated)]
    [InlineData("000500010000", DecodeError.NetFlow)]
    [InlineData("0009000100000000", DecodeError.NetFlow)]
    [InlineData("00000003000000010a000001", DecodeError.UnsupportedVersion)]
    [InlineData("48454c4c4f", DecodeError.UnsupportedVersion)]
    [InlineData("00000005000000030a000001", DecodeError.BadAgentAddress)]
    [InlineData("00000005000000010a0000", DecodeError.DatagramTruncated)]
    [InlineData("00000005000000010a00000100000000000000010000000a", DecodeError.DatagramTruncated)]
    public void Datagram_NotSFlow5_SaysWhy(string hex, DecodeError expected)
    {
        byte[] payload = Convert.FromHexString(hex);
        Assert.False(Datagram.TryRead(payload, out _, out DecodeError error));
        Assert.Equal(expected, error);
        System.Text.Json.JsonElement errors = JsonText.OfDatagram(payload).GetProperty("errors");
        Assert.Equal(expected.ToString(), errors[0].GetProperty("reason").GetString());
    }

    private static void Begin(ref DatagramWriter writer, uint sampleType)
    {
        DataSource source = new(0, 1);
        switch (sampleType)
        {
            case SampleType.Flow or SampleType.ExpandedFlow:
                writer.BeginFlowSample(new FlowSampleHeader { Source = source }, expanded: sampleType == SampleType.ExpandedFlow);
                break;
            case SampleType.Discarded:
                writer.BeginDiscardedPacket(new DiscardedPacketHeader { Source = source, Reason = 258 });
                break;
            default:
                writer.BeginCounterSample(1, source, expanded: sampleType == SampleType.ExpandedCounters);
                break;
        }
    }

    private static int CountSamples(ReadOnlySpan<byte> payload)
    {
        int count = 0;
        if (Datagram.TryRead(payload, out Datagram datagram, out _))
        {
            SampleReader samples = datagram.Samples;
            while (samples.TryRead(out _))
            {
                count++;
            }
        }

        return count;
    }

    private static (RecordLayout Layout, RecordEntry Entry) Find(int index)
    {
        RecordLayout layout = RecordLayouts.All[index];
        Assert.True(RecordCatalog.TryFind(layout.Kind, layout.Tag, out RecordEntry? entry));
        return (layout, entry);
    }
}
