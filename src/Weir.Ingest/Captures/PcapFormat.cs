namespace Weir.Ingest.Captures;

/// <summary>The classic capture format of libpcap, in both byte orders, with microseconds or nanoseconds.</summary>
/// <remarks>
/// <code>
/// file:   magic(4) major(2) minor(2) zone(4) accuracy(4) snap length(4) link type(4), then records
/// record: seconds(4) fraction(4) captured length(4) original length(4) bytes
/// </code>
/// </remarks>
internal sealed class PcapFormat : PacketFormat
{
    private const uint MagicMicroseconds = 0xa1b2c3d4;
    private const uint MagicNanoseconds = 0xa1b23c4d;
    private const int FileHeaderBytes = 24;
    private const int RecordHeaderBytes = 16;
    private const uint LinkTypeMask = 0x03ff_ffff; // Above: flags about the frame check sequence.

    private readonly ByteOrder _order;
    private readonly bool _nanoseconds;
    private readonly LinkType _link;

    private PcapFormat(ByteOrder order, bool nanoseconds, LinkType link)
    {
        _order = order;
        _nanoseconds = nanoseconds;
        _link = link;
    }

    /// <summary>True when a file that begins with these four bytes has this format.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> magic) => TryReadMagic(magic, out _, out _);

    /// <summary>Reads the file header.</summary>
    public static PcapFormat Open(FileCursor file)
    {
        if (!file.TryTake(FileHeaderBytes, out ReadOnlySpan<byte> header))
        {
            throw new CaptureFormatException($"the file is too short for a pcap header of {FileHeaderBytes} bytes");
        }

        TryReadMagic(header, out ByteOrder order, out bool nanoseconds);
        return new PcapFormat(order, nanoseconds, (LinkType)(order.U32(header[20..]) & LinkTypeMask));
    }

    /// <inheritdoc/>
    public override bool TryRead(FileCursor file, out CapturedPacket packet)
    {
        packet = default;
        if (file.AtEnd)
        {
            return false;
        }

        if (!file.TryPeek(RecordHeaderBytes, out ReadOnlySpan<byte> header))
        {
            EndsTruncated = true;
            return false;
        }

        uint length = _order.U32(header[8..]);
        if (length > MaxPacketBytes)
        {
            throw new CaptureFormatException($"a packet claims {length} bytes, more than {MaxPacketBytes}");
        }

        uint fraction = _order.U32(header[4..]);
        long timeUs = (_order.U32(header) * 1_000_000L) + (_nanoseconds ? fraction / 1_000 : fraction);
        if (!file.TryTake(RecordHeaderBytes + (int)length, out ReadOnlySpan<byte> record))
        {
            EndsTruncated = true;
            return false;
        }

        packet = new CapturedPacket { TimeUs = timeUs, Link = _link, Bytes = record[RecordHeaderBytes..] };
        return true;
    }

    private static bool TryReadMagic(ReadOnlySpan<byte> bytes, out ByteOrder order, out bool nanoseconds)
    {
        order = new ByteOrder(BigEndian: false);
        uint magic = order.U32(bytes);
        if (magic is not (MagicMicroseconds or MagicNanoseconds))
        {
            order = new ByteOrder(BigEndian: true);
            magic = order.U32(bytes);
        }

        nanoseconds = magic == MagicNanoseconds;
        return magic is MagicMicroseconds or MagicNanoseconds;
    }
}
