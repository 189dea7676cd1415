using Weir.Ingest.Captures;

namespace Weir.Ingest.Tests.Captures;

public sealed class CaptureRobustnessTests
{
    private const int Rounds = 20_000;

    public static TheoryData<byte[]> Beginnings => new()
    {
        Array.Empty<byte>(),
        new CaptureBuilder().PcapHeader().Bytes,
        new CaptureBuilder(bigEndian: true).PcapHeader(101, nanoseconds: true).Bytes,
        new CaptureBuilder().Section().Interface(1).Bytes,
        new CaptureBuilder(bigEndian: true).Section().Interface(101).Bytes,
    };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void TryRead_RandomBytes_EndsOrSaysWhy(byte[] beginning)
    {
        Random random = new(42);
        for (int round = 0; round < Rounds / 10; round++)
        {
            byte[] junk = new byte[random.Next(600)];
            random.NextBytes(junk);
            ReadToTheEnd([.. beginning, .. junk]);
        }
    }

    [Fact]
    public void TryRead_FlippedBytes_EndsOrSaysWhy()
    {
        byte[] udp = Packets.Udp(new byte[64]);
        CaptureBuilder options = new();
        byte[][] files =
        [
            new CaptureBuilder().PcapHeader().PcapPacket(1, 0, Packets.Ethernet(Packets.V4(udp), 0x8100)).PcapPacket(1, 0, Packets.Ethernet(Packets.V4(udp[..24], more: true))).Bytes,
            new CaptureBuilder().Section().Interface(1, 0, options.Option(9, 9), options.OffsetOption(1)).Enhanced(0, 1, Packets.Ethernet(Packets.V6(Packets.FragmentV6(17, 0, true, udp), 44))).Simple(Packets.Ethernet(Packets.V4(udp))).OldPacket(0, 9, udp).Bytes,
        ];
        Random random = new(43);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] file = [.. files[round % files.Length]];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            ReadToTheEnd(file);
        }
    }

    private static void ReadToTheEnd(byte[] file)
    {
        try
        {
            CaptureText.Read(file, new CaptureOptions { AnyPort = true });
        }
        catch (IngestException e)
        {
            Assert.StartsWith("Capture test.pcap cannot be read at byte ", e.Message, StringComparison.Ordinal);
        }
    }
}
