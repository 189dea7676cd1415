using System.Buffers.Binary;
using System.Text.Json;
using Weir.Testing;
using Weir.Testing.Fuzz;
using Weir.Testing.Old;
using Weir.Testing.Records;
using Weir.Wire.SFlow.V4;

namespace Weir.Wire.Tests.SFlow.V4;

public class DatagramTranslatorTests
{
    private static readonly byte[] Agent = [10, 0, 0, 1];
    private static readonly uint[] Header = [7, 5, 512, 90_000, 2, 3, 4];

    /// <summary>Every structure of both versions.</summary>
    public static TheoryData<int, uint> Structures
    {
        get
        {
            TheoryData<int, uint> all = [];
            for (int i = 0; i < OldLayouts.All.Count; i++)
            {
                foreach (uint version in (uint[])[2, 4])
                {
                    if (OldLayouts.All[i].Version is 0 || OldLayouts.All[i].Version == version)
                    {
                        all.Add(i, version);
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void TryTranslate_EachStructure_KeepsEveryValue(int index, uint version)
    {
        OldStructure structure = OldLayouts.All[index];
        Random random = new(index);
        for (int round = 0; round < 60; round++)
        {
            RecordBody body = OldLayouts.CreateBody(structure, random);
            JsonElement json = JsonText.OfDatagram(Wrap(structure, version, body.Bytes));
            Assert.Equal(version, json.GetProperty("version").GetUInt32());
            Assert.Equal(0, json.GetProperty("errors").GetArrayLength());
            IEnumerable<string> values = Records(json, sample: 0).Skip(structure.Place == OldPlace.Extended ? 1 : 0)
                .SelectMany(r => JsonText.Values(r.GetProperty("fields")));
            Assert.Equal(Expected(structure, body.Values!), values);
        }
    }

    [Fact]
    public void TryTranslate_Envelope_IsThatOfVersion5WithoutSubAgent()
    {
        JsonElement json = JsonText.OfDatagram(new OldDatagramBuilder(4, Agent, 99, 123_456).Build());
        Assert.Equal("""{"version":4,"agent":"10.0.0.1","subAgentId":0,"sequence":99,"uptimeMs":123456,"samples":[],"errors":[]}""", json.GetRawText());
    }

    [Theory]
    [InlineData(3u, 4u, "3", "4", "flow_sample")]
    [InlineData(0u, 0u, "\"unknown\"", "\"unknown\"", "flow_sample")]
    [InlineData(3u, 0x80000007u, "3", """{"multiple":7}""", "flow_sample")]
    [InlineData(3u, 0x80000000u, "3", """{"multiple":0}""", "flow_sample")]
    [InlineData(0x40000000u, 4u, "1073741824", "4", "flow_sample_expanded")]
    public void TryTranslate_Ports_MeanWhatVersion4Means(uint input, uint output, string expectedInput, string expectedOutput, string type)
    {
        byte[] datagram = new OldDatagramBuilder(4, Agent, 1, 1).Flow([7, 5, 512, 90_000, 2, input, output], 1, new byte[12]).Build();
        JsonElement sample = JsonText.OfDatagram(datagram).GetProperty("samples")[0];
        Assert.Equal(type, sample.GetProperty("type").GetString());
        Assert.Equal(expectedInput, sample.GetProperty("input").GetRawText());
        Assert.Equal(expectedOutput, sample.GetProperty("output").GetRawText());
        Assert.Equal("5", sample.GetProperty("dataSource").GetString());
        Assert.Equal(512, sample.GetProperty("samplingRate").GetInt32());
        Assert.Equal(90_000, sample.GetProperty("samplePool").GetInt32());
        Assert.Equal(2, sample.GetProperty("drops").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void TryTranslate_TruncatedAtEachLength_KeepsWhatCameBefore(int index, uint version)
    {
        OldStructure structure = OldLayouts.All[index];
        byte[] body = OldLayouts.CreateBody(structure, new Random(index)).Bytes;
        byte[] first = Wrap(OldLayouts.All[^1], version, new byte[28]);
        byte[] datagram = [.. first, .. Wrap(structure, version, body)[28..]];
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(20), 2);
        byte[] guarded = [.. datagram, .. Enumerable.Repeat((byte)0xff, 64)];
        DatagramTranslator translator = new();
        for (int length = 24; length < datagram.Length; length++)
        {
            Assert.True(translator.TryTranslate(guarded.AsSpan(0, length), out ReadOnlySpan<byte> translated, out DecodeError error));
            int samples = JsonText.OfDatagram(translated).GetProperty("samples").GetArrayLength();
            Assert.True(length < first.Length || samples >= 1, $"{length} bytes hold the first sample");
            Assert.True(error != DecodeError.None || length > datagram.Length - 4, $"{length} of {datagram.Length} bytes are no whole datagram");
        }
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(4u)]
    public void TryTranslate_CountsBeyondTheBytes_AreRefusedAndCostNothingBefore(uint version)
    {
        foreach (OldStructure structure in OldLayouts.All.Where(s => s.Version == 0 || s.Version == version))
        {
            RecordBody body = OldLayouts.CreateBody(structure, new Random(5));
            foreach (int count in body.Counts)
            {
                // Without lengths, a structure may claim what is behind it: here the 4 bytes of the number of extended data.
                foreach (uint claim in (uint[])[(uint)(body.Bytes.Length - count) + 1, 0x7fffffff, uint.MaxValue])
                {
                    byte[] damaged = [.. body.Bytes];
                    BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(count), claim);
                    Assert.True(new DatagramTranslator().TryTranslate(Wrap(structure, version, damaged), out ReadOnlySpan<byte> translated, out DecodeError error));
                    Assert.Equal(DecodeError.RecordTruncated, error);
                    JsonElement json = JsonText.OfDatagram(translated);
                    Assert.Equal(structure.Place == OldPlace.Extended ? 1 : 0, Records(json, 0).Count);
                }
            }
        }
    }

    [Theory]
    [InlineData("00000004", DecodeError.DatagramTruncated)]
    [InlineData("00000002000000030a000001", DecodeError.BadAgentAddress)]
    [InlineData("00000004000000010a000001000000010000000a", DecodeError.DatagramTruncated)]
    [InlineData("00000004000000010a000001000000010000000a00000001", DecodeError.SampleCountTooLarge)]
    [InlineData("00000004000000010a000001000000010000000a000000010000000200000000", DecodeError.SampleTruncated)]
    [InlineData("00000004000000010a000001000000010000000a000000010000000700000000", DecodeError.UnknownStructure)]
    [InlineData("00000004000000010a000001000000010000000a00000001000000020000000100000005000000140000000800000000", DecodeError.UnknownStructure)]
    public void TryTranslate_Damaged_SaysWhy(string hex, DecodeError expected)
    {
        new DatagramTranslator().TryTranslate(Convert.FromHexString(hex), out _, out DecodeError error);
        Assert.Equal(expected, error);
        JsonElement errors = JsonText.OfDatagram(Convert.FromHexString(hex)).GetProperty("errors");
        Assert.Equal(expected.ToString(), errors[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void TryTranslate_UnknownPacketOrExtendedData_KeepsTheSample()
    {
        byte[] packet = new OldDatagramBuilder(4, Agent, 1, 1).Flow(Header, 9, []).Build();
        byte[] extended = new OldDatagramBuilder(4, Agent, 1, 1).Flow(Header, 1, new byte[12], (6u, new byte[16]), (1u, new byte[16])).Build();
        Assert.Empty(Records(JsonText.OfDatagram(packet), 0));
        Assert.Single(Records(JsonText.OfDatagram(extended), 0));
        Assert.True(new DatagramTranslator().TryTranslate(extended, out _, out DecodeError error));
        Assert.Equal(DecodeError.UnknownStructure, error);
    }

    [Fact]
    public void TryTranslate_MoreExtendedDataThanFits_EndsThere()
    {
        byte[] datagram = new OldDatagramBuilder(4, Agent, 1, 1).Flow(Header, 1, new byte[12]).Build();
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(datagram.Length - 4), 1);
        Assert.True(new DatagramTranslator().TryTranslate(datagram, out ReadOnlySpan<byte> translated, out DecodeError error));
        Assert.Equal(DecodeError.RecordCountTooLarge, error);
        Assert.Single(Records(JsonText.OfDatagram(translated), 0));
    }

    [Fact]
    public void TryTranslate_AfterWarmUp_AllocatesNothing()
    {
        Random random = new(3);
        OldTarget target = new();
        byte[][] datagrams = [.. Enumerable.Range(0, 200).Select(_ => target.CreateSeed(random))];
        Action<byte[]> run = d => target.Run(d);
        Array.ForEach(datagrams, run);
        Assert.Equal(0, Allocations.Least(() => Array.ForEach(datagrams, run)));
    }

    [Fact]
    public void IsOld_OtherVersions_AreNot()
    {
        Assert.True(DatagramTranslator.IsOld([0, 0, 0, 2]));
        Assert.True(DatagramTranslator.IsOld([0, 0, 0, 4]));
        Assert.False(DatagramTranslator.IsOld([0, 0, 0, 5]));
        Assert.False(DatagramTranslator.IsOld([0, 0, 0]));
        Assert.False(new DatagramTranslator().TryTranslate([0, 0, 0, 5, 0, 0, 0, 0], out _, out DecodeError error));
        Assert.Equal(DecodeError.UnsupportedVersion, error);
    }

    private static byte[] Wrap(OldStructure structure, uint version, byte[] body)
    {
        OldDatagramBuilder builder = new(version, Agent, 1, 1);
        return structure.Place switch
        {
            OldPlace.Packet => builder.Flow(Header, structure.Type, body).Build(),
            OldPlace.Extended => builder.Flow(Header, 1, new byte[12], (structure.Type, body)).Build(),
            _ => builder.Counters(9, 5, structure.Type, body).Build(),
        };
    }

    private static List<JsonElement> Records(JsonElement json, int sample) => [.. json.GetProperty("samples")[sample].GetProperty("records").EnumerateArray()];

    /// <summary>What version 5 adds to a structure, at its place.</summary>
    private static IEnumerable<string> Expected(OldStructure structure, IReadOnlyList<string> values) => (structure.Name, structure.Version) switch
    {
        ("sampled_header", _) => [values[0], values[1], "0", values[2]],
        ("extended_gateway", 2) => ["null", .. values.Take(3), .. values.Count > 3 ? ["2", .. values.Skip(3)] : Array.Empty<string>(), "0"],
        ("extended_gateway", _) => ["null", .. values],
        ("extended_user", _) => ["0", values[0], "0", values[1]],
        ("extended_url", _) => [.. values, ""],
        _ => values,
    };
}
