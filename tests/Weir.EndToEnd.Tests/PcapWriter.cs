using System.Buffers.Binary;

namespace Weir.EndToEnd.Tests;

/// <summary>Writes sFlow datagrams as a pcap of IPv4/UDP packets without a link layer (link type 101).</summary>
internal sealed class PcapWriter : IDisposable
{
    private readonly FileStream _file;

    public PcapWriter(string path)
    {
        _file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65535);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 101);
        _file.Write(header);
    }

    /// <summary>Adds a datagram sent to UDP port 6343.</summary>
    public void Add(long timeUs, ReadOnlySpan<byte> payload)
    {
        int length = payload.Length + 28;
        Span<byte> packet = stackalloc byte[16 + 28];
        BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)(timeUs / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], (uint)(timeUs % 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(packet[8..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(packet[12..], (uint)length);
        Span<byte> ip = packet[16..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)length);
        ip[8] = 64;
        ip[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], 0xc00002fe);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], 0x7f000001);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], 40000);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], 6343);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(payload.Length + 8));
        _file.Write(packet);
        _file.Write(payload);
    }

    public void Dispose() => _file.Dispose();
}
