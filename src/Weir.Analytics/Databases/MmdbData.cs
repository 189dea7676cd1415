using System.Buffers.Binary;
using System.Text;

namespace Weir.Analytics.Databases;

/// <summary>Values of a data section of a MaxMind DB file (format 2.0, "Data Section"). Takes any bytes: what makes no sense is not there.</summary>
/// <remarks>
/// A value begins with a control byte: the type in its upper three bits (0: the type is the next byte plus 7), the size in its lower five (29
/// to 31: more bytes tell). Nothing here recurses, a pointer is followed once and never from one to another, and steps are limited, so a
/// hostile file can make no lookup long.
/// </remarks>
internal readonly ref struct MmdbData
{
    private const int MostMembers = 4_096;
    private const int MostSteps = 65_536;

    private readonly ReadOnlySpan<byte> _section;

    /// <summary>Reads values of a section.</summary>
    public MmdbData(ReadOnlySpan<byte> section)
    {
        _section = section;
    }

    private enum Kind
    {
        Extended = 0,
        Pointer = 1,
        Text = 2,
        Double = 3,
        Bytes = 4,
        UInt16 = 5,
        UInt32 = 6,
        Map = 7,
        Int32 = 8,
        UInt64 = 9,
        UInt128 = 10,
        Array = 11,
        Boolean = 14,
        Single = 15,
    }

    /// <summary>Finds a member of a map.</summary>
    /// <param name="at">Where the map, or a pointer to it, begins.</param>
    /// <param name="name">Name of the member, UTF-8.</param>
    /// <param name="value">Where its value, or a pointer to it, begins.</param>
    public bool TryFind(int at, ReadOnlySpan<byte> name, out int value)
    {
        value = 0;
        if (!TryOpen(at, out int next, out Kind kind, out uint members) || kind != Kind.Map || members > MostMembers)
        {
            return false;
        }

        for (uint i = 0; i < members; i++)
        {
            if (!TryReadText(next, out ReadOnlySpan<byte> key) || !TrySkip(ref next))
            {
                return false;
            }

            if (key.SequenceEqual(name))
            {
                value = next;
                return next < _section.Length;
            }

            if (!TrySkip(ref next))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads a text.</summary>
    public bool TryReadText(int at, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryOpen(at, out int next, out Kind kind, out uint size) || kind != Kind.Text || size > _section.Length - next)
        {
            return false;
        }

        text = _section.Slice(next, (int)size);
        return true;
    }

    /// <summary>Reads a text as a string; null when there is none.</summary>
    public string? ReadText(int at) => TryReadText(at, out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : null;

    /// <summary>Reads an unsigned number of up to 64 bits.</summary>
    public bool TryReadNumber(int at, out ulong number)
    {
        number = 0;
        if (!TryOpen(at, out int next, out Kind kind, out uint size)
            || kind is not (Kind.UInt16 or Kind.UInt32 or Kind.UInt64) || size > 8 || size > _section.Length - next)
        {
            return false;
        }

        foreach (byte digit in _section.Slice(next, (int)size))
        {
            number = (number << 8) | digit;
        }

        return true;
    }

    /// <summary>Opens a value, following a pointer to it.</summary>
    private bool TryOpen(int at, out int next, out Kind kind, out uint size) =>
        TryReadControl(at, out next, out kind, out size)
        && (kind != Kind.Pointer || (size < _section.Length && TryReadControl((int)size, out next, out kind, out size) && kind != Kind.Pointer));

    /// <summary>Steps over a value with everything inside it; pointers are stepped over, not followed.</summary>
    private bool TrySkip(ref int at)
    {
        long pending = 1;
        for (int steps = 0; pending > 0; steps++)
        {
            if (steps == MostSteps || !TryReadControl(at, out int next, out Kind kind, out uint size))
            {
                return false;
            }

            uint bytes = kind is Kind.Map or Kind.Array or Kind.Pointer or Kind.Boolean ? 0 : size;
            if (bytes > _section.Length - next)
            {
                return false;
            }

            at = next + (int)bytes;
            pending += (kind == Kind.Map ? 2L * size : kind == Kind.Array ? size : 0) - 1;
        }

        return true;
    }

    /// <summary>Reads a control byte and what belongs to it; the size of a pointer is where it points to.</summary>
    private bool TryReadControl(int at, out int next, out Kind kind, out uint size)
    {
        next = at + 1;
        kind = default;
        size = 0;
        if ((uint)at >= (uint)_section.Length)
        {
            return false;
        }

        byte control = _section[at];
        kind = (Kind)(control >> 5);
        if (kind == Kind.Pointer)
        {
            return TryReadPointer(control, ref next, out size);
        }

        if (kind == Kind.Extended)
        {
            if (next >= _section.Length)
            {
                return false;
            }

            kind = (Kind)(_section[next++] + 7);
            if (kind is <= Kind.Map or > Kind.Single)
            {
                return false;
            }
        }

        return TryReadSize(control, ref next, out size);
    }

    private bool TryReadPointer(byte control, ref int next, out uint target)
    {
        int more = ((control >> 3) & 3) + 1;
        target = 0;
        if (next > _section.Length - more)
        {
            return false;
        }

        uint high = more == 4 ? 0u : control & 7u;
        for (int i = 0; i < more; i++)
        {
            high = (high << 8) | _section[next++];
        }

        target = high + more switch { 2 => 2_048u, 3 => 526_336u, _ => 0u };
        return true;
    }

    private bool TryReadSize(byte control, ref int next, out uint size)
    {
        size = control & 31u;
        if (size < 29)
        {
            return true;
        }

        int more = (int)size - 28;
        if (next > _section.Length - more)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = _section.Slice(next, more);
        next += more;
        size = more switch
        {
            1 => 29u + bytes[0],
            2 => 285u + BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => 65_821u + (((uint)bytes[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[1..])),
        };
        return true;
    }
}
