using System.Buffers.Binary;

namespace Weir.Bgp.Addressing;

/// <summary>A forward cursor over the bytes of a message; every read checks what is left (RFC 4271 section 4).</summary>
public ref struct BgpReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first byte.</summary>
    /// <param name="bytes">What may be read; nothing beyond it is touched.</param>
    public BgpReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The bytes not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Reads one octet; false when none is left.</summary>
    public bool TryReadByte(out byte value)
    {
        if (_rest.IsEmpty)
        {
            value = 0;
            return false;
        }

        value = _rest[0];
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Reads two octets in network order; false when fewer are left.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[2..];
        return true;
    }

    /// <summary>Reads four octets in network order; false when fewer are left.</summary>
    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[4..];
        return true;
    }

    /// <summary>Reads eight octets in network order; false when fewer are left.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(_rest, out value))
        {
            return false;
        }

        _rest = _rest[8..];
        return true;
    }

    /// <summary>Takes the next octets as a view; false when fewer are left. Lengths from the wire pass through here.</summary>
    /// <param name="length">Octets wanted.</param>
    /// <param name="bytes">The view.</param>
    public bool TryTake(int length, out ReadOnlySpan<byte> bytes)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            bytes = default;
            return false;
        }

        bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
