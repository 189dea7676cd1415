using System.Buffers.Binary;

namespace Weir.Bgp.Addressing;

/// <summary>
/// A forward cursor that writes a message into a caller's buffer (RFC 4271 section 4). Running out of room sets
/// <see cref="Overflowed"/> and drops what does not fit: the caller checks once, at the end.
/// </summary>
public ref struct BgpWriter
{
    private readonly Span<byte> _target;

    /// <summary>Starts at the first byte of <paramref name="target"/>.</summary>
    public BgpWriter(Span<byte> target) => _target = target;

    /// <summary>Octets written so far.</summary>
    public int Position { get; private set; }

    /// <summary>Whether something did not fit; the bytes are then not a message.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _target[..Position];

    /// <summary>Room left, in octets.</summary>
    public readonly int Remaining => _target.Length - Position;

    /// <summary>Writes one octet.</summary>
    public void WriteByte(byte value)
    {
        Span<byte> room = Reserve(1);
        if (!room.IsEmpty)
        {
            room[0] = value;
        }
    }

    /// <summary>Writes two octets in network order.</summary>
    public void WriteUInt16(ushort value)
    {
        Span<byte> room = Reserve(2);
        if (!room.IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room, value);
        }
    }

    /// <summary>Writes four octets in network order.</summary>
    public void WriteUInt32(uint value)
    {
        Span<byte> room = Reserve(4);
        if (!room.IsEmpty)
        {
            BinaryPrimitives.WriteUInt32BigEndian(room, value);
        }
    }

    /// <summary>Writes eight octets in network order.</summary>
    public void WriteUInt64(ulong value)
    {
        Span<byte> room = Reserve(8);
        if (!room.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64BigEndian(room, value);
        }
    }

    /// <summary>Writes octets as they are.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        Span<byte> room = Reserve(bytes.Length);
        if (!room.IsEmpty)
        {
            bytes.CopyTo(room);
        }
    }

    /// <summary>Skips two octets to be filled by <see cref="PatchUInt16"/> when their value is known.</summary>
    /// <returns>Where they are.</returns>
    public int ReserveUInt16()
    {
        int at = Position;
        WriteUInt16(0);
        return at;
    }

    /// <summary>Fills two octets reserved earlier.</summary>
    public readonly void PatchUInt16(int at, int value)
    {
        if (!Overflowed)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_target[at..], (ushort)value);
        }
    }

    /// <summary>Fills one octet written earlier.</summary>
    public readonly void PatchByte(int at, int value)
    {
        if (!Overflowed)
        {
            _target[at] = (byte)value;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (Overflowed || count > _target.Length - Position)
        {
            Overflowed = true;
            return default;
        }

        Span<byte> room = _target.Slice(Position, count);
        Position += count;
        return room;
    }
}
