using Weir.Ingest.Captures;

namespace Weir.Ingest.Tests.Captures;

public sealed class PcapReadTests
{
    private static readonly byte[] Payload = [1, 2, 3];
    private static readonly byte[] Packet = Packets.Ethernet(Packets.V4(Packets.Udp(Payload)));

    [Theory]
    [InlineData(false, false, 999_999u)]
    [InlineData(true, false, 999_999u)]
    [InlineData(false, true, 999_999_999u)]
    [InlineData(true, true, 999_999_999u)]
    public void TryRead_EitherOrderAndClock_YieldsMicroseconds(bool bigEndian, bool nanoseconds, uint fraction)
    {
        CaptureBuilder file = new CaptureBuilder(bigEndian).PcapHeader(1, nanoseconds).PcapPacket(1_700_000_000, fraction, Packet);
        Assert.Equal(["1700000000999999 10.0.0.1 010203"], CaptureText.Read(file.Bytes));
    }

    public static TheoryData<uint, byte[]> LinkTypes()
    {
        byte[] v4 = Packets.V4(Packets.Udp(Payload));
        byte[] v6 = Packets.V6(Packets.Udp(Payload));
        return new TheoryData<uint, byte[]>
        {
            { 1, Packets.Ethernet(v4) },
            { 1, Packets.Ethernet(v6) },
            { 1, Packets.Ethernet(v4, 0x8100) },
            { 1, Packets.Ethernet(v4, 0x88a8, 0x8100) },
            { 1, Packets.Ethernet(v6, 0x9100, 0x9200, 0x8100, 0x8100) },
            { 0, [2, 0, 0, 0, .. v4] },
            { 0, [0, 0, 0, 30, .. v6] },
            { 108, [0, 0, 0, 2, .. v4] },
            { 12, v4 },
            { 14, v6 },
            { 101, v4 },
            { 101, v6 },
            { 228, v4 },
            { 229, v6 },
            { 113, Packets.Cooked(v4) },
            { 113, Packets.Cooked(v6) },
            { 276, Packets.Cooked2(v4) },
            { 276, Packets.Cooked2(v6) },
            { 276, [0x81, 0, .. new byte[18], 0, 7, .. Packets.EtherType(v4), .. v4] },
            { 0xf000_0001, Packets.Ethernet(v4) },
        };
    }

    [Theory]
    [MemberData(nameof(LinkTypes))]
    public void TryRead_LinkType_IsStripped(uint link, byte[] packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        string line = Assert.Single(CaptureText.Read(new CaptureBuilder().PcapHeader(link).PcapPacket(1, 0, packet).Bytes));
        Assert.EndsWith(" 010203", line, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_UnknownLinkType_CountsPackets()
    {
        byte[] file = new CaptureBuilder().PcapHeader(147).PcapPacket(1, 0, Packet).Bytes;
        Assert.Empty(CaptureText.Read(file, out CaptureStatistics statistics));
        Assert.Equal(1, statistics.UnknownLinkPackets);
    }

    [Fact]
    public void TryRead_OtherTraffic_IsCountedAndLeftOut()
    {
        byte[] file = new CaptureBuilder().PcapHeader()
            .PcapPacket(1, 0, Packets.Ethernet(Packets.V4(Packets.Udp(Payload, 53))))
            .PcapPacket(2, 0, Packets.Ethernet(Packets.V4(new byte[20], protocol: 6)))
            .PcapPacket(3, 0, [.. new byte[12], 0x08, 0x06, .. new byte[28]])
            .PcapPacket(4, 0, [])
            .PcapPacket(5, 0, Packets.Ethernet(Packets.V6(new byte[8], next: 58)))
            .PcapPacket(6, 0, Packet).Bytes;
        Assert.Equal(["6000000 10.0.0.1 010203"], CaptureText.Read(file, out CaptureStatistics statistics));
        Assert.Equal((6, 1, 5, 3), (statistics.Packets, statistics.Datagrams, statistics.OtherPackets, statistics.Bytes));
    }

    [Fact]
    public void TryRead_OtherPortWanted_TakesThat()
    {
        byte[] file = new CaptureBuilder().PcapHeader().PcapPacket(1, 0, Packets.Ethernet(Packets.V4(Packets.Udp(Payload, 9999)))).PcapPacket(2, 0, Packet).Bytes;
        Assert.Equal(["1000000 10.0.0.1 010203"], CaptureText.Read(file, new CaptureOptions { Port = 9999 }));
    }

    [Fact]
    public void TryRead_AnyPort_TakesWhatLooksLikeSFlow()
    {
        byte[] sflow = [0, 0, 0, 5, 0, 0, 0, 1, .. new byte[20]];
        byte[] file = new CaptureBuilder().PcapHeader()
            .PcapPacket(1, 0, Packets.Ethernet(Packets.V4(Packets.Udp(sflow, 6344))))
            .PcapPacket(2, 0, Packet).Bytes;
        string line = Assert.Single(CaptureText.Read(file, new CaptureOptions { AnyPort = true }));
        Assert.StartsWith("1000000 ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_EthernetPadding_IsNotPayload()
    {
        byte[] file = new CaptureBuilder().PcapHeader().PcapPacket(1, 0, [.. Packet, 0xee, 0xee, 0xee]).Bytes;
        Assert.Equal(["1000000 10.0.0.1 010203"], CaptureText.Read(file));
    }

    [Fact]
    public void TryRead_IpOptionsAndExtensionHeaders_AreSteppedOver()
    {
        byte[] udp = Packets.Udp(Payload);
        byte[] file = new CaptureBuilder().PcapHeader(101)
            .PcapPacket(1, 0, Packets.V4(udp, optionBytes: 8))
            .PcapPacket(2, 0, Packets.V6(Packets.Extension(43, 8, Packets.Extension(60, 16, Packets.Extension(17, 24, udp))), next: 0))
            .PcapPacket(3, 0, Packets.V6(Packets.FragmentV6(17, 0, more: false, udp), next: 44)).Bytes;
        Assert.Equal(["1000000 10.0.0.1 010203", "2000000 ::1 010203", "3000000 ::1 010203"], CaptureText.Read(file));
    }

    [Fact]
    public void TryRead_PacketCutBySnapLength_YieldsWhatIsThere()
    {
        byte[] file = new CaptureBuilder().PcapHeader().PcapPacket(1, 0, Packet[..^1], Packet.Length).Bytes;
        Assert.Equal(["1000000 10.0.0.1 0102"], CaptureText.Read(file, out CaptureStatistics statistics));
        Assert.Equal(1, statistics.CutDatagrams);
    }

    [Fact]
    public void TryRead_FileCutAnywhere_EndsCleanly()
    {
        byte[] whole = new CaptureBuilder().PcapHeader().PcapPacket(1, 0, Packet).PcapPacket(2, 0, Packet).Bytes;
        int record = 16 + Packet.Length;
        for (int length = 24; length <= whole.Length; length++)
        {
            List<string> lines = CaptureText.Read(whole[..length], out CaptureStatistics statistics);
            Assert.Equal((length - 24) / record, lines.Count);
            Assert.Equal((length - 24) % record != 0, statistics.EndsTruncated);
        }
    }

    [Theory]
    [InlineData("", "test.pcap cannot be read at byte 0: it is empty")]
    [InlineData("d4c3b2a1", "too short for a pcap header")]
    [InlineData("1f8b0800", "compressed with gzip")]
    [InlineData("7b22613a", "neither pcap nor pcapng (it begins with 7b22613a)")]
    public void Constructor_NoCapture_SaysWhy(string hex, string reason)
    {
        IngestException e = Assert.Throws<IngestException>(() => CaptureText.Read(Convert.FromHexString(hex)));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_AbsurdLength_SaysWhere()
    {
        byte[] file = new CaptureBuilder().PcapHeader().PcapPacket(1, 0, Packet).U32(1).U32(2).U32(0x7fff_ffff).U32(4).Bytes;
        IngestException e = Assert.Throws<IngestException>(() => CaptureText.Read(file));
        Assert.Contains($"at byte {24 + 16 + Packet.Length}: a packet claims 2147483647 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFile_SaysSo()
    {
        IngestException e = Assert.Throws<IngestException>(() => CaptureReader.Open("/nowhere/at/all.pcap", new CaptureOptions()));
        Assert.Equal("Capture /nowhere/at/all.pcap cannot be opened: there is no such file", e.Message);
    }
}
