using System.Buffers.Binary;

namespace Weir.Wire;

/// <summary>Writes XDR-encoded items (RFC 4506) into a caller's buffer.</summary>
/// <remarks>Used by the encoders of fixtures, demo and gym. Throws <see cref="ArgumentException"/> when the buffer is too small: that is a bug of the caller.</remarks>
public ref struct XdrWriter
{
    private readonly Span<byte> _buffer;
    private int _position;

    /// <summary>Starts at the first byte of <paramref name="buffer"/>.</summary>
    public XdrWriter(Span<byte> buffer)
    {
        _buffer = buffer;
        _position = 0;
    }

    /// <summary>Bytes written so far; also the offset of the next item.</summary>
    public readonly int Position => _position;

    /// <summary>The bytes written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._position];

    /// <summary>Writes an unsigned int.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
    }

    /// <summary>Writes an int.</summary>
    public void WriteInt32(int value) => WriteUInt32(unchecked((uint)value));

    /// <summary>Writes an unsigned hyper.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);
    }

    /// <summary>Writes a float.</summary>
    public void WriteSingle(float value) => WriteUInt32(BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a double.</summary>
    public void WriteDouble(double value) => WriteUInt64(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes fixed-length opaque data and its zero padding.</summary>
    public void WriteFixed(scoped ReadOnlySpan<byte> bytes)
    {
        Span<byte> target = Take((bytes.Length + 3) & ~3);
        bytes.CopyTo(target);
        target[bytes.Length..].Clear();
    }

    /// <summary>Writes variable-length opaque data: length word, bytes, zero padding.</summary>
    public void WriteOpaque(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt32((uint)bytes.Length);
        WriteFixed(bytes);
    }

    /// <summary>Writes a string as UTF-8 opaque data.</summary>
    public void WriteString(string text) => WriteOpaque(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a MAC address: 6 bytes and 2 of padding.</summary>
    public void WriteMac(MacAddress mac)
    {
        Span<byte> bytes = stackalloc byte[6];
        mac.Write(bytes);
        WriteFixed(bytes);
    }

    /// <summary>Writes an address union (sFlow v5, <c>address</c>).</summary>
    public void WriteAddress(NetworkAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        switch (address.Family)
        {
            case NetworkFamily.V4:
                WriteUInt32(1);
                address.Write(bytes[..4]);
                WriteFixed(bytes[..4]);
                break;
            case NetworkFamily.V6:
                WriteUInt32(2);
                address.Write(bytes);
                WriteFixed(bytes);
                break;
            default:
                WriteUInt32(0);
                break;
        }
    }

    /// <summary>Leaves room for a length word that is known only later; close it with <see cref="EndLength"/>.</summary>
    /// <returns>The mark to hand to <see cref="EndLength"/>.</returns>
    public int BeginLength()
    {
        int mark = _position;
        WriteUInt32(0);
        return mark;
    }

    /// <summary>Fills the length word at <paramref name="mark"/> with the number of bytes written since.</summary>
    public readonly void EndLength(int mark)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[mark..], (uint)(_position - mark - 4));
    }

    /// <summary>Overwrites the word at <paramref name="mark"/>, for a count that was not known when it was written.</summary>
    public readonly void Overwrite(int mark, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[mark..], value);
    }

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _position)
        {
            throw new ArgumentException($"XDR buffer of {_buffer.Length} bytes is full at {_position}: {count} more needed.");
        }

        Span<byte> target = _buffer.Slice(_position, count);
        _position += count;
        return target;
    }
}
