using System.Buffers.Binary;
using Weir.Wire.Packets;

namespace Weir.Testing;

/// <summary>Reads whole pcap and pcapng files of packets into memory, for tests.</summary>
public static class PacketFile
{
    /// <summary>All packets of a file; those of link types that sFlow cannot carry are left out.</summary>
    public static IReadOnlyList<PacketRecord> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0x0a0d0d0a ? ReadPcapng(bytes) : ReadPcap(bytes);
    }

    /// <summary>Writes Ethernet packets to a pcap file.</summary>
    public static void Write(string path, IEnumerable<byte[]> packets)
    {
        using BinaryWriter writer = new(File.Create(path));
        writer.Write(0xa1b2c3d4);
        writer.Write((ushort)2);
        writer.Write((ushort)4);
        writer.Write(0L);
        writer.Write(65535);
        writer.Write(1);
        int second = 0;
        foreach (byte[] packet in packets)
        {
            writer.Write(second++);
            writer.Write(0);
            writer.Write(packet.Length);
            writer.Write(packet.Length);
            writer.Write(packet);
        }
    }

    private static List<PacketRecord> ReadPcap(byte[] bytes)
    {
        bool big = BinaryPrimitives.ReadUInt32BigEndian(bytes) is 0xa1b2c3d4 or 0xa1b23c4d;
        int Word(int at) => big ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        List<PacketRecord> packets = [];
        int linkType = Word(20) & 0xffff;
        int number = 0;
        for (int at = 24; at + 16 <= bytes.Length; at += 16 + Word(at + 8))
        {
            number++;
            Add(packets, number, linkType, bytes.AsSpan(at + 16, Math.Min(Word(at + 8), bytes.Length - at - 16)));
        }

        return packets;
    }

    private static List<PacketRecord> ReadPcapng(byte[] bytes)
    {
        int Word(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        List<PacketRecord> packets = [];
        List<int> linkTypes = [];
        int number = 0;
        for (int at = 0; at + 12 <= bytes.Length; at += Word(at + 4))
        {
            switch (Word(at))
            {
                case 1:
                    linkTypes.Add(Word(at + 8) & 0xffff);
                    break;
                case 6:
                    number++;
                    Add(packets, number, linkTypes[Word(at + 8)], bytes.AsSpan(at + 28, Word(at + 20)));
                    break;
            }
        }

        return packets;
    }

    private static void Add(List<PacketRecord> packets, int number, int linkType, ReadOnlySpan<byte> bytes)
    {
        HeaderProtocol protocol = linkType switch
        {
            1 => HeaderProtocol.Ethernet,
            9 => HeaderProtocol.Ppp,
            12 or 101 or 228 or 229 when bytes.Length > 0 => bytes[0] >> 4 == 6 ? HeaderProtocol.Ip6 : HeaderProtocol.Ip4,
            _ => 0,
        };
        if (protocol != 0)
        {
            packets.Add(new PacketRecord(number, protocol, bytes.ToArray()));
        }
    }
}
