using Weir.Ingest.Captures;

namespace Weir.Ingest.Tests.Captures;

public sealed class PcapngReadTests
{
    private static readonly byte[] Packet = Packets.Ethernet(Packets.V4(Packets.Udp([1, 2, 3])));
    private static readonly byte[] RawPacket = Packets.V6(Packets.Udp([4, 5]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryRead_AllPacketBlocks_InEitherOrder(bool bigEndian)
    {
        CaptureBuilder file = new(bigEndian);
        byte[] comment = file.Option(1, "hello"u8.ToArray());
        file.Section().Interface(1, 0, file.Option(2, "eth0"u8.ToArray()), file.Option(0)).Interface(101)
            .Enhanced(0, 1_000_000, Packet, comment)
            .Enhanced(1, 0x1_0000_0000, RawPacket)
            .Simple(Packet)
            .OldPacket(1, 7_000_000, RawPacket);
        Assert.Equal(["1000000 10.0.0.1 010203", "4294967296 ::1 0405", "4294967296 10.0.0.1 010203", "7000000 ::1 0405"], CaptureText.Read(file.Bytes));
    }

    [Theory]
    [InlineData(6, 1_700_000_000_123_456ul, "1700000000123456")]
    [InlineData(9, 1_700_000_000_123_456_789ul, "1700000000123456")]
    [InlineData(3, 1_700_000_000_123ul, "1700000000123000")]
    [InlineData(0, 1_700_000_000ul, "1700000000000000")]
    [InlineData(12, 1_700_000_000_123_456ul, "1700000000")]
    [InlineData(40, ulong.MaxValue, "0")]
    [InlineData(127, ulong.MaxValue, "0")]
    [InlineData(0x80 | 20, 1_700_000_000ul << 20, "1700000000000000")]
    [InlineData(0x80, 1_700_000_000ul, "1700000000000000")]
    [InlineData(0x80 | 10, 1_536ul, "1500000")]
    [InlineData(0xff, ulong.MaxValue, "0")]
    [InlineData(0, ulong.MaxValue, "253402300799999999")]
    public void TryRead_Resolution_IsHonoured(int resolution, ulong ticks, string expectedUs)
    {
        CaptureBuilder file = new();
        file.Section().Interface(1, 0, file.Option(9, (byte)resolution)).Enhanced(0, ticks, Packet);
        Assert.Equal([$"{expectedUs} 10.0.0.1 010203"], CaptureText.Read(file.Bytes));
    }

    [Theory]
    [InlineData(1_000, "1005000000")]
    [InlineData(-3, "2000000")]
    [InlineData(-1_000, "0")]
    [InlineData(long.MaxValue, "253402300799999999")]
    [InlineData(long.MinValue, "0")]
    public void TryRead_TimeOffset_IsAdded(long offsetSeconds, string expectedUs)
    {
        CaptureBuilder file = new();
        file.Section().Interface(1, 0, file.OffsetOption(offsetSeconds)).Enhanced(0, 5_000_000, Packet);
        Assert.Equal([$"{expectedUs} 10.0.0.1 010203"], CaptureText.Read(file.Bytes));
    }

    [Fact]
    public void TryRead_InterfacesWithOwnClocks_EachItsOwn()
    {
        CaptureBuilder file = new();
        file.Section().Interface(1, 0, file.Option(9, 3)).Interface(101, 0, file.Option(9, 9))
            .Enhanced(1, 2_000_000_000, RawPacket).Enhanced(0, 3_000, Packet);
        Assert.Equal(["2000000 ::1 0405", "3000000 10.0.0.1 010203"], CaptureText.Read(file.Bytes));
    }

    [Fact]
    public void TryRead_TwoSectionsOfDifferentOrder_BothRead()
    {
        byte[] little = new CaptureBuilder().Section().Interface(1).Enhanced(0, 1, Packet).Bytes;
        byte[] big = new CaptureBuilder(bigEndian: true).Section().Interface(101).Enhanced(0, 2, RawPacket).Bytes;
        Assert.Equal(["1 10.0.0.1 010203", "2 ::1 0405"], CaptureText.Read([.. little, .. big]));
    }

    [Fact]
    public void TryRead_OtherBlocks_AreSteppedOver()
    {
        CaptureBuilder file = new CaptureBuilder().Section().Block(0x0000_0bad, new byte[400_000]).Interface(1)
            .Block(5, new byte[20]).Enhanced(0, 1, Packet).Block(4, new byte[8]);
        Assert.Equal(["1 10.0.0.1 010203"], CaptureText.Read(file.Bytes, out CaptureStatistics statistics));
        Assert.False(statistics.EndsTruncated);
    }

    [Fact]
    public void TryRead_SimpleBlockWithSnapLength_IsCutThere()
    {
        byte[] file = new CaptureBuilder().Section().Interface(1, (uint)Packet.Length - 1).Simple(Packet[..^1], Packet.Length).Bytes;
        Assert.Equal(["0 10.0.0.1 0102"], CaptureText.Read(file, out CaptureStatistics statistics));
        Assert.Equal(1, statistics.CutDatagrams);
    }

    [Fact]
    public void TryRead_FileCutAnywhere_EndsCleanly()
    {
        byte[] start = new CaptureBuilder().Section().Interface(1).Bytes;
        byte[] block = new CaptureBuilder().Enhanced(0, 1, Packet).Bytes;
        byte[] whole = [.. start, .. block, .. block];
        for (int length = start.Length; length <= whole.Length; length++)
        {
            List<string> lines = CaptureText.Read(whole[..length], out CaptureStatistics statistics);
            Assert.Equal((length - start.Length) / block.Length, lines.Count);
            Assert.Equal((length - start.Length) % block.Length != 0, statistics.EndsTruncated);
        }
    }

    public static TheoryData<byte[], string> Corrupt()
    {
        byte[] start = new CaptureBuilder().Section().Interface(1).Bytes;
        byte[] mismatch = new CaptureBuilder().Enhanced(0, 1, Packet).Bytes;
        mismatch[^4] ^= 4;
        return new TheoryData<byte[], string>
        {
            { [.. start, .. mismatch], "at byte 48: a block has length" },
            { [.. start, .. new CaptureBuilder().Enhanced(1, 1, Packet).Bytes], "names interface 1, but the section describes 1" },
            { [.. start, .. new CaptureBuilder().U32(9).U32(8).U32(8).Bytes], "at byte 48: a block claims a length of 8 bytes" },
            { [.. start, .. new CaptureBuilder().U32(9).U32(14).U32(0).Bytes], "a block claims a length of 14 bytes" },
            { [.. start, .. new CaptureBuilder().U32(6).U32(0x7000_0000).U32(0).Bytes], "a block claims 1879048192 bytes" },
            { [.. start, .. new CaptureBuilder().Block(6, new byte[8]).Bytes], "too short for an enhanced packet block" },
            { [.. start, .. new CaptureBuilder().Block(1, new byte[4]).Bytes], "too short for an interface description" },
            { [.. start, .. new CaptureBuilder().Block(6, new CaptureBuilder().U32(0).U32(0).U32(0).U32(99).U32(99).Bytes).Bytes], "a packet of 99 bytes in a block that has room for 0" },
            { new CaptureBuilder().Block(0x0a0d0d0a, new byte[16]).Bytes, "no byte-order magic" },
        };
    }

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void TryRead_Corrupt_SaysWhatAndWhere(byte[] file, string reason)
    {
        IngestException e = Assert.Throws<IngestException>(() => CaptureText.Read(file));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }
}
