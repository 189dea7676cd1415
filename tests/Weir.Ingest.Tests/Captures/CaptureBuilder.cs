using System.Buffers.Binary;

namespace Weir.Ingest.Tests.Captures;

/// <summary>Writes captures of either format in either byte order.</summary>
internal sealed class CaptureBuilder(bool bigEndian = false)
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public CaptureBuilder U16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return Ordered(bytes);
    }

    public CaptureBuilder U32(long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return Ordered(bytes);
    }

    public CaptureBuilder S64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Ordered(bytes);
    }

    public CaptureBuilder Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public CaptureBuilder PcapHeader(uint link = 1, bool nanoseconds = false) =>
        U32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4).U16(2).U16(4).U32(0).U32(0).U32(65_535).U32(link);

    public CaptureBuilder PcapPacket(uint seconds, uint fraction, byte[] packet, int? originalLength = null) =>
        U32(seconds).U32(fraction).U32(packet.Length).U32(originalLength ?? packet.Length).Raw(packet);

    public CaptureBuilder Section(long length = -1)
    {
        CaptureBuilder body = new(bigEndian);
        return Block(0x0a0d0d0a, body.U32(0x1a2b3c4d).U16(1).U16(0).S64(length).Bytes);
    }

    public CaptureBuilder Interface(int link, uint snapLength = 0, params byte[][] options)
    {
        CaptureBuilder body = new CaptureBuilder(bigEndian).U16(link).U16(0).U32(snapLength);
        foreach (byte[] option in options)
        {
            body.Raw(option);
        }

        return Block(1, body.Bytes);
    }

    public byte[] Option(int code, params byte[] value) =>
        new CaptureBuilder(bigEndian).U16(code).U16(value.Length).Raw(value).Raw(new byte[-value.Length & 3]).Bytes;

    public byte[] OffsetOption(long seconds) => Option(14, new CaptureBuilder(bigEndian).S64(seconds).Bytes);

    public CaptureBuilder Enhanced(int interfaceId, ulong ticks, byte[] packet, params byte[] options) => Block(6, new CaptureBuilder(bigEndian)
        .U32(interfaceId).U32((long)(ticks >> 32)).U32((long)(ticks & uint.MaxValue)).U32(packet.Length).U32(packet.Length)
        .Raw(packet).Raw(new byte[-packet.Length & 3]).Raw(options).Bytes);

    public CaptureBuilder OldPacket(int interfaceId, ulong ticks, byte[] packet) => Block(2, new CaptureBuilder(bigEndian)
        .U16(interfaceId).U16(3).U32((long)(ticks >> 32)).U32((long)(ticks & uint.MaxValue)).U32(packet.Length).U32(packet.Length)
        .Raw(packet).Raw(new byte[-packet.Length & 3]).Bytes);

    public CaptureBuilder Simple(byte[] packet, int? originalLength = null) => Block(3, new CaptureBuilder(bigEndian)
        .U32(originalLength ?? packet.Length).Raw(packet).Raw(new byte[-packet.Length & 3]).Bytes);

    public CaptureBuilder Block(uint type, byte[] body)
    {
        int total = 12 + body.Length + (-body.Length & 3);
        return U32(type).U32(total).Raw(body).Raw(new byte[-body.Length & 3]).U32(total);
    }

    private CaptureBuilder Ordered(Span<byte> little)
    {
        if (bigEndian)
        {
            little.Reverse();
        }

        _bytes.AddRange(little);
        return this;
    }
}
