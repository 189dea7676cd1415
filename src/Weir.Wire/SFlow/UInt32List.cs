using System.Buffers.Binary;

namespace Weir.Wire.SFlow;

/// <summary>View of a counted list of unsigned ints: communities, label stacks, tags (sFlow v5, <c>unsigned int&lt;&gt;</c>).</summary>
public readonly ref struct UInt32List
{
    private readonly ReadOnlySpan<byte> _items;

    /// <summary>Wraps big-endian words; bytes behind the last whole word are left out.</summary>
    public UInt32List(ReadOnlySpan<byte> items)
    {
        _items = items[..(items.Length & ~3)];
    }

    /// <summary>Items in the list.</summary>
    public int Count => _items.Length / 4;

    /// <summary>The item at <paramref name="index"/>.</summary>
    public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(_items.Slice(index * 4, 4));

    /// <summary>Makes a list of <paramref name="values"/> in <paramref name="buffer"/>, which must hold 4 bytes for each.</summary>
    public static UInt32List Encode(scoped ReadOnlySpan<uint> values, Span<byte> buffer)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(buffer[(i * 4)..], values[i]);
        }

        return new UInt32List(buffer[..(values.Length * 4)]);
    }

    /// <summary>Reads count and items; false when the bytes cannot hold as many as claimed.</summary>
    public static bool TryRead(scoped ref XdrReader reader, out UInt32List list)
    {
        if (!reader.TryReadCount(4, out int count))
        {
            list = default;
            return false;
        }

        reader.TryReadFixed(count * 4, out ReadOnlySpan<byte> items);
        list = new UInt32List(items);
        return true;
    }

    /// <summary>Writes count and items.</summary>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32((uint)Count);
        writer.WriteFixed(_items);
    }
}
