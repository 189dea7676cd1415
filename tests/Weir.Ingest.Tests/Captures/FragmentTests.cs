using Weir.Ingest.Captures;

namespace Weir.Ingest.Tests.Captures;

public sealed class FragmentTests
{
    private const int PieceBytes = 1_480;
    private static readonly byte[] Payload = MakePayload();
    private static readonly byte[] Udp = Packets.Udp(Payload);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryRead_PiecesInAnyOrder_AreJoined(int seed)
    {
        byte[][] pieces = [.. Pieces(id: 7)];
        new Random(seed).Shuffle(pieces);
        Assert.Equal([Convert.ToHexStringLower(Payload)], Read(pieces, out CaptureStatistics statistics));
        Assert.Equal(0, statistics.LostFragments);
    }

    [Fact]
    public void TryRead_PiecesOfIPv6_AreJoined()
    {
        byte[] first = Packets.V6(Packets.FragmentV6(17, 0, more: true, Udp[..2_400]), next: 44);
        byte[] second = Packets.V6(Packets.FragmentV6(17, 2_400, more: false, Udp[2_400..]), next: 44);
        Assert.Equal([Convert.ToHexStringLower(Payload)], Read([second, first], out _));
    }

    [Fact]
    public void TryRead_TwoDatagramsInterleaved_BothComplete()
    {
        byte[][] mixed = [.. Pieces(id: 1).Zip(Pieces(id: 2), (a, b) => new[] { a, b }).SelectMany(p => p)];
        Assert.Equal(2, Read(mixed, out _).Count);
    }

    [Fact]
    public void TryRead_PieceTwice_SecondIsLeftOut()
    {
        byte[][] pieces = [.. Pieces(id: 1)];
        Assert.Single(Read([pieces[0], pieces[0], .. pieces[1..]], out CaptureStatistics statistics));
        Assert.Equal(1, statistics.LostFragments);
    }

    [Fact]
    public void TryRead_PieceMissing_IsCounted()
    {
        byte[][] pieces = [.. Pieces(id: 1)];
        Assert.Empty(Read(pieces[1..], out CaptureStatistics statistics));
        Assert.Equal(pieces.Length - 1, statistics.LostFragments);
    }

    [Fact]
    public void TryRead_MoreThanTheTableHolds_OldestGivesWay()
    {
        List<byte[]> packets = [];
        for (ushort id = 0; id < 10; id++)
        {
            packets.Add(Pieces(id).First());
        }

        packets.AddRange(Pieces(9).Skip(1));
        packets.AddRange(Pieces(0).Skip(1));
        Assert.Single(Read([.. packets], out CaptureStatistics statistics, new CaptureOptions { MaxReassemblies = 4 }));
        Assert.True(statistics.LostFragments >= 6);
    }

    [Fact]
    public void TryRead_ReassemblyOff_LeavesFragmentsOut()
    {
        Assert.Empty(Read([.. Pieces(id: 1)], out CaptureStatistics statistics, new CaptureOptions { MaxReassemblies = 0 }));
        Assert.Equal(3, statistics.LostFragments);
    }

    [Fact]
    public void TryRead_PieceBeyondTheLargestDatagram_IsCounted()
    {
        byte[] packet = Packets.V4(new byte[800], offset: 65_528, more: true);
        Assert.Empty(Read([packet], out CaptureStatistics statistics));
        Assert.Equal(1, statistics.LostFragments);
    }

    private static List<string> Read(byte[][] packets, out CaptureStatistics statistics, CaptureOptions? options = null)
    {
        CaptureBuilder file = new CaptureBuilder().PcapHeader(101);
        foreach (byte[] packet in packets)
        {
            file.PcapPacket(1, 0, packet);
        }

        return [.. CaptureText.Read(file.Bytes, out statistics, options).Select(line => line.Split(' ')[2])];
    }

    private static IEnumerable<byte[]> Pieces(ushort id)
    {
        for (int offset = 0; offset < Udp.Length; offset += PieceBytes)
        {
            int end = Math.Min(offset + PieceBytes, Udp.Length);
            yield return Packets.V4(Udp[offset..end], offset: offset, more: end < Udp.Length, id: id);
        }
    }

    private static byte[] MakePayload()
    {
        byte[] payload = new byte[4_001];
        new Random(11).NextBytes(payload);
        return payload;
    }
}
