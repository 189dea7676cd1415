namespace Weir.Ingest.Captures;

/// <summary>The pcapng format: sections with their own byte order, interfaces with their own link type and clock.</summary>
/// <remarks>
/// <code>
/// block: type(4) total length(4) body, padded to 4 bytes, total length again(4)
/// </code>
/// Packets come in enhanced, simple and (obsolete) packet blocks. Every other kind of block is stepped over by its length.
/// </remarks>
internal sealed class PcapngFormat : PacketFormat
{
    private const uint SectionBlock = 0x0a0d0d0a;
    private const uint InterfaceBlock = 1;
    private const uint OldPacketBlock = 2;
    private const uint SimplePacketBlock = 3;
    private const uint EnhancedPacketBlock = 6;
    private const uint OrderMagic = 0x1a2b3c4d;
    private const int HeaderBytes = 8;
    private const int TrailerBytes = 4;
    private const int SectionStartBytes = 12;
    private const int MinimumBlock = HeaderBytes + TrailerBytes;
    private const int MaxBlockKept = MaxPacketBytes + 65_536;
    private const int MaxInterfaces = 65_536;

    private readonly List<PcapngInterface> _interfaces = [];
    private ByteOrder _order;
    private long _lastTimeUs;

    /// <summary>True when a file that begins with these four bytes has this format.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> magic) => new ByteOrder(BigEndian: true).U32(magic) == SectionBlock;

    /// <inheritdoc/>
    public override bool TryRead(FileCursor file, out CapturedPacket packet)
    {
        packet = default;
        while (TryReadBlock(file, out uint type, out ReadOnlySpan<byte> body))
        {
            switch (type)
            {
                case InterfaceBlock:
                    AddInterface(body);
                    break;
                case EnhancedPacketBlock:
                    packet = ReadEnhanced(body);
                    return true;
                case SimplePacketBlock:
                    packet = ReadSimple(body);
                    return true;
                case OldPacketBlock:
                    packet = ReadOld(body);
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    // Yields the next block that matters; false at the end of the file.
    private bool TryReadBlock(FileCursor file, out uint type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        while (!file.AtEnd)
        {
            if (!TryReadHeader(file, out type, out uint total))
            {
                EndsTruncated = true;
                return false;
            }

            bool matters = type is InterfaceBlock or EnhancedPacketBlock or SimplePacketBlock or OldPacketBlock;
            if (!(matters ? TryTakeBlock(file, total, out body) : file.TrySkip(total)))
            {
                EndsTruncated = true;
                return false;
            }

            if (matters)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryReadHeader(FileCursor file, out uint type, out uint total)
    {
        type = 0;
        total = 0;
        if (!file.TryPeek(HeaderBytes, out ReadOnlySpan<byte> header))
        {
            return false;
        }

        // The number of a section header reads the same in both byte orders; the order itself follows in its body.
        type = _order.U32(header);
        if (type == SectionBlock && !TryStartSection(file))
        {
            return false;
        }

        file.TryPeek(HeaderBytes, out header);
        total = _order.U32(header[4..]);
        return total >= MinimumBlock && total % 4 == 0
            ? true
            : throw new CaptureFormatException($"a block claims a length of {total} bytes");
    }

    private bool TryStartSection(FileCursor file)
    {
        if (!file.TryPeek(SectionStartBytes, out ReadOnlySpan<byte> start))
        {
            return false;
        }

        ReadOnlySpan<byte> magic = start[HeaderBytes..];
        _order = new ByteOrder(new ByteOrder(BigEndian: true).U32(magic) == OrderMagic);
        if (_order.U32(magic) != OrderMagic)
        {
            throw new CaptureFormatException("a section header has no byte-order magic");
        }

        _interfaces.Clear();
        return true;
    }

    private bool TryTakeBlock(FileCursor file, uint total, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (total > MaxBlockKept)
        {
            throw new CaptureFormatException($"a block claims {total} bytes, more than {MaxBlockKept}");
        }

        if (!file.TryPeek((int)total, out ReadOnlySpan<byte> block))
        {
            return false;
        }

        uint again = _order.U32(block[^TrailerBytes..]);
        if (again != total)
        {
            throw new CaptureFormatException($"a block has length {total} at its start and {again} at its end");
        }

        file.TryTake((int)total, out block);
        body = block[HeaderBytes..^TrailerBytes];
        return true;
    }

    private void AddInterface(ReadOnlySpan<byte> body)
    {
        if (_interfaces.Count == MaxInterfaces)
        {
            throw new CaptureFormatException($"more than {MaxInterfaces} interfaces in one section");
        }

        _interfaces.Add(PcapngInterface.Read(body, _order));
    }

    private CapturedPacket ReadEnhanced(ReadOnlySpan<byte> body)
    {
        Demand(body, 20, "enhanced packet block");
        return Timed(_order.U32(body), body[4..], body[20..]);
    }

    // Obsolete, still written by old tools: the interface number has two bytes, a drop count follows.
    private CapturedPacket ReadOld(ReadOnlySpan<byte> body)
    {
        Demand(body, 20, "packet block");
        return Timed(_order.U16(body), body[4..], body[20..]);
    }

    // No time, and always the first interface: takes the time of the packet before it.
    private CapturedPacket ReadSimple(ReadOnlySpan<byte> body)
    {
        Demand(body, 4, "simple packet block");
        PcapngInterface source = Interface(0);
        uint length = Math.Min(_order.U32(body), source.SnapLength);
        ReadOnlySpan<byte> bytes = body[4..];
        return new CapturedPacket { TimeUs = _lastTimeUs, Link = source.Link, Bytes = bytes[..(int)Math.Min(length, bytes.Length)] };
    }

    private CapturedPacket Timed(uint interfaceId, ReadOnlySpan<byte> times, ReadOnlySpan<byte> bytes)
    {
        PcapngInterface source = Interface(interfaceId);
        ulong ticks = ((ulong)_order.U32(times) << 32) | _order.U32(times[4..]);
        uint length = _order.U32(times[8..]);
        if (length > bytes.Length)
        {
            throw new CaptureFormatException($"a packet of {length} bytes in a block that has room for {bytes.Length}");
        }

        _lastTimeUs = ClampTime(source.ToMicroseconds(ticks));
        return new CapturedPacket { TimeUs = _lastTimeUs, Link = source.Link, Bytes = bytes[..(int)length] };
    }

    private PcapngInterface Interface(uint id) => id < _interfaces.Count
        ? _interfaces[(int)id]
        : throw new CaptureFormatException($"a packet names interface {id}, but the section describes {_interfaces.Count}");

    private static void Demand(ReadOnlySpan<byte> body, int count, string what)
    {
        if (body.Length < count)
        {
            throw new CaptureFormatException($"a body of {body.Length} bytes is too short for an {what}");
        }
    }
}
