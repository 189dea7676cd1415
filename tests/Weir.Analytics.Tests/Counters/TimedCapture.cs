using System.Buffers.Binary;

namespace Weir.Analytics.Tests.Counters;

/// <summary>Reads the UDP payloads of a small little-endian pcap file of Ethernet and IPv4 frames: enough for the agents' captures.</summary>
internal static class TimedCapture
{
    private const int FileHeader = 24;
    private const int PacketHeader = 16;
    private const int EthernetHeader = 14;
    private const int UdpHeader = 8;

    /// <summary>Payloads in the order of capture, with their time in microseconds since the epoch.</summary>
    public static IReadOnlyList<(long TimeUs, byte[] Payload)> ReadUdp(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<(long, byte[])> payloads = [];
        int at = FileHeader;
        while (at + PacketHeader <= bytes.Length)
        {
            ReadOnlySpan<byte> header = bytes.AsSpan(at);
            long timeUs = (BinaryPrimitives.ReadUInt32LittleEndian(header) * 1_000_000L) + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            ReadOnlySpan<byte> frame = bytes.AsSpan(at + PacketHeader, length);
            int ipHeader = (frame[EthernetHeader] & 0xf) * 4;
            payloads.Add((timeUs, frame[(EthernetHeader + ipHeader + UdpHeader)..].ToArray()));
            at += PacketHeader + length;
        }

        return payloads;
    }
}
