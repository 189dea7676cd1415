using Weir.Testing;
using Weir.Testing.Packets;
using Weir.Wire.Packets;
using Weir.Wire.Packets.Building;

namespace Weir.Wire.Tests.Packets;

/// <summary>Packets of the builder: lengths, protocol numbers and checksums, also as another decoder sees them.</summary>
public sealed class PacketBuilderTests
{
    private static readonly string[] CheckSums =
        ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];

    private static readonly string[] Fields =
        ["ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "icmp.checksum.status", "icmpv6.checksum.status", "gre.checksum.status", "_ws.malformed"];

    [Fact]
    public void Build_Ip4Udp_SetsLengthsAndChecksums()
    {
        byte[] packet = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Udp(1000, 2000).Payload([1, 2, 3]).Build();
        Assert.Equal(14 + 20 + 8 + 3, packet.Length);
        Assert.Equal([0x08, 0x00], packet[12..14]);
        Assert.Equal([0, 31], packet[16..18]);
        Assert.Equal(17, packet[23]);
        Assert.Equal([0, 11], packet[38..40]);
    }

    [Fact]
    public void Build_MinimumLength_PadsBehindThePacket()
    {
        byte[] packet = new PacketBuilder().Ethernet().Ip4("192.0.2.1", "192.0.2.2").Tcp(1, 2).Build(minimumLength: 60);
        Assert.Equal(60, packet.Length);
        Assert.Equal([0, 40], packet[16..18]);
    }

    [Fact]
    public void Build_Twice_GivesEqualPackets()
    {
        PacketBuilder builder = new PacketBuilder().Ethernet().Vlan(7).Ip6("2001:db8::1", "2001:db8::2").Icmp6(128, 0, 1, 2);
        Assert.Equal(builder.Build(), builder.Build());
    }

    [Fact]
    public void Build_EveryVector_HasChecksumsTsharkAgreesWith()
    {
        Assert.SkipUnless(Tshark.IsInstalled, Tshark.Missing);
        string path = Path.Combine(Path.GetTempPath(), $"weir-vectors-{Guid.NewGuid():N}.pcap");
        KeyValuePair<string, PacketVector>[] vectors = [.. PacketVectors.All.Where(pair => pair.Value.Protocol == HeaderProtocol.Ethernet)];
        try
        {
            PacketFile.Write(path, vectors.Select(pair => pair.Value.Bytes));
            IReadOnlyList<string[][]> rows = Tshark.ReadFields(path, CheckSums, Fields);
            Assert.Equal(vectors.Length, rows.Count);
            for (int i = 0; i < rows.Count; i++)
            {
                // 0 is bad; 1 good, 2 unverified, 3 none.
                Assert.DoesNotContain(rows[i][..^1].SelectMany(values => values), status => status == "0");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
