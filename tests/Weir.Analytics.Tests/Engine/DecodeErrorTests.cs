using System.Buffers.Binary;
using Weir.Testing.Old;
using Weir.Wire;
using Weir.Wire.Packets;
using Weir.Wire.SFlow;
using Weir.Wire.SFlow.FlowRecords;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>Every reason for which input cannot be read is provoked once and seen at its own counter, at the agent or source that sent it.</summary>
public sealed class DecodeErrorTests
{
    private const string Agent = "10.0.0.1";
    private const string Source = "192.0.2.77";

    private static readonly NetworkAddress SourceAddress = NetworkAddress.FromV4(0xc000024d);

    /// <summary>One input for each reason, and under which address it must be counted.</summary>
    private static readonly Dictionary<DecodeError, (byte[] Datagram, string Where)> Inputs = new()
    {
        [DecodeError.DatagramTruncated] = (Convert.FromHexString("00000005000000010a000001"), Source),
        [DecodeError.UnsupportedVersion] = ("HELLO"u8.ToArray(), Source),
        [DecodeError.NetFlow] = (Convert.FromHexString("0009000100000000"), Source),
        [DecodeError.BadAgentAddress] = (Convert.FromHexString("00000005000000030a000001"), Source),
        [DecodeError.SampleCountTooLarge] = (Damage(Counters(), offset: 24, 1_000_000), Agent),
        [DecodeError.SampleTruncated] = (Damage(Counters(), offset: 32, 4096), Agent),
        [DecodeError.SampleTooShort] = (RawSample(SampleType.Flow, new byte[16]), Agent),
        [DecodeError.RecordCountTooLarge] = (Damage(Counters(), offset: 44, 1_000_000), Agent),
        [DecodeError.RecordTruncated] = (Damage(Counters(), offset: 52, 4096), Agent),
        [DecodeError.RecordTooShort] = (Counters(new byte[8]), Agent),
        [DecodeError.RecordFieldOutOfBounds] = (RawSample(SampleType.RtMetric, [0, 0, 0, 1, (byte)'q', 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]), Agent),
        [DecodeError.UnknownStructure] = (new OldDatagramBuilder(4, [10, 0, 0, 1], 1, 1).Flow([1, 1, 1, 1, 0, 1, 2], 9, []).Build(), Agent),
    };

    public static TheoryData<DecodeError> Reasons => [.. Enum.GetValues<DecodeError>().Where(e => e != DecodeError.None)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Process_InputOfEachReason_IsCountedOnceAndForThatAlone(DecodeError reason)
    {
        Assert.True(Inputs.TryGetValue(reason, out (byte[] Datagram, string Where) input), $"{reason} has no input here: add one");
        using EngineFeed feed = new();
        feed.Process(input.Datagram, SourceAddress);
        KeyValuePair<string, long> total = Assert.Single(feed.Engine.Statistics().DecodeErrors);
        Assert.Equal(reason.ToString(), total.Key);
        Assert.Equal(1, total.Value);
        KeyValuePair<string, SortedDictionary<string, long>> agent = Assert.Single(feed.Engine.DecodeErrorsByAgent());
        Assert.Equal(input.Where, agent.Key);
        Assert.Equal([new KeyValuePair<string, long>(reason.ToString(), 1)], agent.Value);
    }

    [Theory]
    [InlineData(1u, "000000010000004000000004", DecodeError.RecordTooShort)]
    [InlineData(1u, "0000000100000040000000040000ffff01020304", DecodeError.RecordFieldOutOfBounds)]
    [InlineData(1001u, "0000000100000000", DecodeError.RecordTooShort)]
    [InlineData(1003u, "00000001c0000201", DecodeError.RecordTooShort)]
    [InlineData(1003u, "00000001c000020100000001000000020000000300ffffff0000000000000000", DecodeError.RecordFieldOutOfBounds)]
    [InlineData(1038u, "000000ff41424344", DecodeError.RecordFieldOutOfBounds)]
    public void Process_FlowRecordDamagedInside_IsCountedAndCostsItsNeighboursNothing(uint tag, string body, DecodeError reason)
    {
        using EngineFeed feed = new();
        feed.SetFlow("f", """{"keys":"ipsource,vlansource","value":"frames"}""");
        DatagramWriter writer = new(new byte[1400], NetworkAddress.FromV4(0x0a000001), 0, 1, 1);
        writer.BeginFlowSample(new FlowSampleHeader { Sequence = 1, Source = new DataSource(0, 1), SamplingRate = 1 });
        if (tag != SampledHeader.Tag)
        {
            writer.Write(new SampledHeader { Protocol = HeaderProtocol.Ethernet, FrameLength = 64, Header = EngineFeed.Udp() });
        }

        writer.WriteRaw(tag, Convert.FromHexString(body));
        if (tag != ExtendedSwitch.Tag)
        {
            writer.Write(new ExtendedSwitch { SrcVlan = 7 });
        }

        writer.EndSample();
        feed.Process(writer.Finish(), SourceAddress);
        KeyValuePair<string, long> total = Assert.Single(feed.Engine.Statistics().DecodeErrors);
        Assert.Equal((reason.ToString(), 1), (total.Key, total.Value));

        // What lies before the cut is read: the VLAN of a switch record cut behind it counts, a packet without its header does not.
        string[] expected = tag switch { SampledHeader.Tag => [], ExtendedSwitch.Tag => ["192.0.2.1,1"], _ => ["192.0.2.1,7"] };
        Assert.Equal(expected, feed.Engine.ActiveFlows("ALL", "f").Select(row => row.Key));
    }

    [Fact]
    public void DecodeErrorsByAgent_ManySources_KeepsThoseItHasRoomFor()
    {
        using EngineFeed feed = new();
        for (uint i = 0; i < 300; i++)
        {
            feed.Process("nothing"u8, NetworkAddress.FromV4(0x0b000000 + i));
        }

        SortedDictionary<string, SortedDictionary<string, long>> errors = feed.Engine.DecodeErrorsByAgent();
        Assert.Equal(257, errors.Count);
        Assert.Equal(44, errors["other"][nameof(DecodeError.UnsupportedVersion)]);
        Assert.Equal(300, feed.Engine.Statistics().DecodeErrors[nameof(DecodeError.UnsupportedVersion)]);
    }

    private static byte[] Counters(byte[]? body = null)
    {
        DatagramWriter writer = new(new byte[512], NetworkAddress.FromV4(0x0a000001), 0, 1, 1);
        writer.BeginCounterSample(1, new DataSource(0, 1));
        writer.WriteRaw(1, body ?? new byte[88]);
        writer.EndSample();
        return writer.Finish().ToArray();
    }

    private static byte[] RawSample(uint tag, byte[] body)
    {
        DatagramWriter writer = new(new byte[512], NetworkAddress.FromV4(0x0a000001), 0, 1, 1);
        writer.WriteRawSample(tag, body);
        return writer.Finish().ToArray();
    }

    private static byte[] Damage(byte[] datagram, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(offset), value);
        return datagram;
    }
}
