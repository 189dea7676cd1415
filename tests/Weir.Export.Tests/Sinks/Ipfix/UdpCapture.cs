using System.Buffers.Binary;

namespace Weir.Export.Tests.Sinks.Ipfix;

/// <summary>A capture file with one UDP datagram in it.</summary>
internal static class UdpCapture
{
    private const int RawIp = 101;
    private const int HeadersLength = 28;

    public static byte[] Of(ReadOnlySpan<byte> payload, ushort port)
    {
        byte[] file = new byte[24 + 16 + HeadersLength + payload.Length];
        Span<byte> span = file;
        BinaryPrimitives.WriteUInt32LittleEndian(span, 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(span[16..], 65_535);
        BinaryPrimitives.WriteUInt32LittleEndian(span[20..], RawIp);
        BinaryPrimitives.WriteInt32LittleEndian(span[32..], HeadersLength + payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(span[36..], HeadersLength + payload.Length);
        Span<byte> ip = span[40..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(HeadersLength + payload.Length));
        ip[8] = 64;
        ip[9] = 17;
        ip[12] = 127;
        ip[15] = 1;
        ip[16] = 127;
        ip[19] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(8 + payload.Length));
        payload.CopyTo(ip[HeadersLength..]);
        return file;
    }
}
