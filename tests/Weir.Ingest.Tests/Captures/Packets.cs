using System.Buffers.Binary;

namespace Weir.Ingest.Tests.Captures;

/// <summary>Builds packets around a UDP payload.</summary>
internal static class Packets
{
    public const ushort SFlowPort = 6343;

    public static byte[] Udp(byte[] payload, ushort port = SFlowPort)
    {
        byte[] udp = new byte[8 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(udp, 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(2), port);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(4), (ushort)udp.Length);
        payload.CopyTo(udp, 8);
        return udp;
    }

    /// <summary>IPv4 from 10.0.0.1 to 10.0.0.2, optionally a piece of a larger datagram.</summary>
    public static byte[] V4(byte[] body, byte protocol = 17, int offset = 0, bool more = false, ushort id = 1, int optionBytes = 0)
    {
        int header = 20 + optionBytes;
        byte[] packet = new byte[header + body.Length];
        packet[0] = (byte)(0x40 | (header / 4));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)((more ? 0x2000 : 0) | (offset / 8)));
        packet[8] = 64;
        packet[9] = protocol;
        packet[12] = packet[16] = 10;
        packet[15] = 1;
        packet[19] = 2;
        body.CopyTo(packet, header);
        return packet;
    }

    /// <summary>IPv6 from ::1 to ::2.</summary>
    public static byte[] V6(byte[] body, byte next = 17)
    {
        byte[] packet = new byte[40 + body.Length];
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)body.Length);
        packet[6] = next;
        packet[23] = 1;
        packet[39] = 2;
        body.CopyTo(packet, 40);
        return packet;
    }

    public static byte[] Extension(byte next, int bytes, byte[] body) => [next, (byte)((bytes / 8) - 1), .. new byte[bytes - 2], .. body];

    public static byte[] FragmentV6(byte next, int offset, bool more, byte[] body) =>
        [next, 0, (byte)(offset >> 8), (byte)(offset | (more ? 1 : 0)), 0, 0, 0, 9, .. body];

    /// <summary>Ethernet with any number of VLAN tags.</summary>
    public static byte[] Ethernet(byte[] ip, params ushort[] tags)
    {
        IEnumerable<byte> between = tags.SelectMany(t => new byte[] { (byte)(t >> 8), (byte)t, 0, 7 });
        return [.. new byte[12], .. between, .. EtherType(ip), .. ip];
    }

    public static byte[] Cooked(byte[] ip) => [.. new byte[14], .. EtherType(ip), .. ip];

    public static byte[] Cooked2(byte[] ip) => [.. EtherType(ip), .. new byte[18], .. ip];

    public static byte[] EtherType(byte[] ip) => ip[0] >> 4 == 4 ? [0x08, 0x00] : [0x86, 0xdd];
}
