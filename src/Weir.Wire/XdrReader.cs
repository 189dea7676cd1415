using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Wire;

/// <summary>Cursor over XDR-encoded bytes (RFC 4506): big-endian items, each a multiple of 4 bytes.</summary>
/// <remarks>Every read is bounded by the span given; a failed read leaves the cursor where it was. Never throws, never allocates.</remarks>
public ref struct XdrReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Starts at the first byte of <paramref name="data"/>.</summary>
    /// <param name="data">The bytes that may be read; nothing beyond them is touched.</param>
    public XdrReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _position = 0;
    }

    /// <summary>Offset of the next byte to read, in bytes from the start of the span.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>The bytes not yet read, as a view.</summary>
    public readonly ReadOnlySpan<byte> Rest => _data[_position..];

    /// <summary>Reads an unsigned int (RFC 4506 section 4.2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadUInt32(out uint value)
    {
        if (_data.Length - _position < 4)
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_data[_position..]);
        _position += 4;
        return true;
    }

    /// <summary>Reads an int (RFC 4506 section 4.1).</summary>
    public bool TryReadInt32(out int value)
    {
        bool read = TryReadUInt32(out uint raw);
        value = unchecked((int)raw);
        return read;
    }

    /// <summary>Reads an unsigned hyper (RFC 4506 section 4.5).</summary>
    public bool TryReadUInt64(out ulong value)
    {
        if (_data.Length - _position < 8)
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt64BigEndian(_data[_position..]);
        _position += 8;
        return true;
    }

    /// <summary>Reads a float (RFC 4506 section 4.6).</summary>
    public bool TryReadSingle(out float value)
    {
        bool read = TryReadUInt32(out uint raw);
        value = BitConverter.UInt32BitsToSingle(raw);
        return read;
    }

    /// <summary>Reads a double (RFC 4506 section 4.7).</summary>
    public bool TryReadDouble(out double value)
    {
        bool read = TryReadUInt64(out ulong raw);
        value = BitConverter.UInt64BitsToDouble(raw);
        return read;
    }

    /// <summary>Reads fixed-length opaque data with its padding (RFC 4506 section 4.9).</summary>
    /// <param name="length">Bytes wanted, without padding.</param>
    /// <param name="bytes">A view of exactly <paramref name="length"/> bytes.</param>
    public bool TryReadFixed(int length, out ReadOnlySpan<byte> bytes)
    {
        int padded = (length + 3) & ~3;
        if (length < 0 || padded > Remaining)
        {
            bytes = default;
            return false;
        }

        bytes = _data.Slice(_position, length);
        _position += padded;
        return true;
    }

    /// <summary>Reads variable-length opaque data or a string (RFC 4506 sections 4.10 and 4.11).</summary>
    /// <param name="bytes">A view of the bytes, without length word and padding.</param>
    /// <remarks>The last item of a record may lack its padding (several agents leave it out): that is tolerated.</remarks>
    public bool TryReadOpaque(out ReadOnlySpan<byte> bytes)
    {
        int start = _position;
        if (!TryReadUInt32(out uint length) || length > (uint)Remaining)
        {
            _position = start;
            bytes = default;
            return false;
        }

        bytes = _data.Slice(_position, (int)length);
        _position = (int)Math.Min(_data.Length, _position + (((long)length + 3) & ~3L));
        return true;
    }

    /// <summary>Reads an element count and checks that so many elements can be there at all.</summary>
    /// <param name="minimumElementSize">The least number of bytes one element takes.</param>
    /// <param name="count">The checked count: safe to loop over.</param>
    /// <remarks>The only way a count from the wire may be read: a claimed number never exceeds what the bytes can hold.</remarks>
    public bool TryReadCount(int minimumElementSize, out int count)
    {
        int start = _position;
        if (!TryReadUInt32(out uint raw) || raw > (uint)(Remaining / minimumElementSize))
        {
            _position = start;
            count = 0;
            return false;
        }

        count = (int)raw;
        return true;
    }

    /// <summary>Reads a MAC address: opaque[6], 8 bytes on the wire.</summary>
    public bool TryReadMac(out MacAddress mac)
    {
        if (!TryReadFixed(6, out ReadOnlySpan<byte> bytes))
        {
            mac = default;
            return false;
        }

        mac = MacAddress.Read(bytes);
        return true;
    }

    /// <summary>Reads an address union (sFlow v5, <c>address</c>): type 0 unknown, 1 IPv4, 2 IPv6.</summary>
    public bool TryReadAddress(out NetworkAddress address)
    {
        int start = _position;
        address = default;
        if (TryReadUInt32(out uint type))
        {
            switch (type)
            {
                case 0:
                    return true;
                case 1 when TryReadFixed(4, out ReadOnlySpan<byte> v4):
                    address = NetworkAddress.ReadV4(v4);
                    return true;
                case 2 when TryReadFixed(16, out ReadOnlySpan<byte> v6):
                    address = NetworkAddress.ReadV6(v6);
                    return true;
            }
        }

        _position = start;
        return false;
    }

    /// <summary>Steps over <paramref name="bytes"/> bytes.</summary>
    public bool TrySkip(int bytes)
    {
        if (bytes < 0 || bytes > Remaining)
        {
            return false;
        }

        _position += bytes;
        return true;
    }
}
