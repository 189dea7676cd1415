using Weir.Bgp.Addressing;

namespace Weir.Bgp.Attributes;

/// <summary>Walks the path attributes of an UPDATE without copying (RFC 4271 section 4.3, RFC 7606 section 4).</summary>
public ref struct AttributeReader
{
    private BgpReader _reader;

    /// <summary>Starts at the first attribute.</summary>
    public AttributeReader(ReadOnlySpan<byte> attributes) => _reader = new BgpReader(attributes);

    /// <summary>Whether the walk ended because lengths do not add up rather than at the end.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Flags of the current attribute.</summary>
    public AttributeFlags Flags { get; private set; }

    /// <summary>Type of the current attribute; after a truncation, of the one that is cut short.</summary>
    public AttributeType Type { get; private set; }

    /// <summary>Value of the current attribute.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The current attribute with its header.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Moves to the next attribute; false at the end or where <see cref="Truncated"/> is set.</summary>
    public bool TryNext()
    {
        if (_reader.Remaining == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> start = _reader.Rest;
        Type = start.Length > 1 ? (AttributeType)start[1] : AttributeType.None;
        if (!_reader.TryReadByte(out byte flags) || !_reader.TryReadByte(out _) || !TryReadLength(flags, out int length)
            || !_reader.TryTake(length, out ReadOnlySpan<byte> value))
        {
            Truncated = true;
            return false;
        }

        Flags = (AttributeFlags)flags;
        Value = value;
        Whole = start[..^_reader.Remaining];
        return true;
    }

    private bool TryReadLength(byte flags, out int length)
    {
        if ((flags & (byte)AttributeFlags.ExtendedLength) != 0)
        {
            bool read = _reader.TryReadUInt16(out ushort wide);
            length = wide;
            return read;
        }

        bool readShort = _reader.TryReadByte(out byte small);
        length = small;
        return readShort;
    }
}
