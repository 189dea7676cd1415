using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Analytics.Flows.Keys;

namespace Weir.Analytics.Flows.Plans;

/// <summary>How a flow key is stored: in units of 32 bits, two to a word.</summary>
/// <remarks>
/// Unit 0 is the number of the source (<see cref="Tables.FlowSource.Id"/>). Then comes one byte per key telling type, detail and so the width of
/// its value, four to a unit; then the values: one unit for what has 32 bits, two for MAC addresses, larger numbers and fractions, four for
/// IPv6 addresses and texts, upper half first, each half with its lower unit first. The last word is filled up with 0. Equal words mean equal keys, and words can
/// be read back without the definition. Behind the last word come words of 0 up to a whole block: blocks are copied and compared at once. An
/// IPv4 5-tuple with its source takes one block.
/// </remarks>
internal static class KeyUnits
{
    /// <summary>The unit that holds the number of the source.</summary>
    public const int Source = 0;

    /// <summary>Words of a block.</summary>
    public const int BlockWords = 4;

    /// <summary>Units of the widest values.</summary>
    public const int Most = 4;

    /// <summary>Units of any number.</summary>
    public const int MostOfNumber = 2;

    /// <summary>The unit that tells the types of the first four keys.</summary>
    public const int FirstTag = 1;

    // Stands in the place of the detail of a whole number that needs more than 32 bits.
    private const byte WideNumber = 2;
    private const int WideBits = 31;

    /// <summary>Position of the first value.</summary>
    /// <param name="keys">Number of keys.</param>
    public static int FirstValue(int keys) => FirstTag + ((keys + 3) >> 2);

    /// <summary>Words that hold so many units.</summary>
    public static int Words(int units) => (units + 1) >> 1;

    /// <summary>Words of the blocks that hold so many words.</summary>
    public static int Padded(int words) => (words + BlockWords - 1) & -BlockWords;

    /// <summary>Copies the blocks of a key.</summary>
    /// <param name="key">Whole blocks.</param>
    /// <param name="target">At least as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<ulong> key, Span<ulong> target)
    {
        for (int i = 0; i < key.Length; i += BlockWords)
        {
            Vector256.Create(key[i..]).CopyTo(target[i..]);
        }
    }

    /// <summary>True when two keys are the same.</summary>
    /// <param name="key">Whole blocks.</param>
    /// <param name="other">At least as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSame(ReadOnlySpan<ulong> key, ReadOnlySpan<ulong> other)
    {
        for (int i = 0; i < key.Length; i += BlockWords)
        {
            if (Vector256.Create(key[i..]) != Vector256.Create(other[i..]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tag of a value: type and detail, and whether a number is wide.</summary>
    public static byte TagOf(in Evaluated value) =>
        value is { Type: KeyType.Number, Detail: 0, Low: > uint.MaxValue } ? (byte)((int)KeyType.Number | (WideNumber << 3)) : value.Tag;

    /// <summary>Units of a value of this tag.</summary>
    public static int Of(byte tag) => (KeyType)(tag & 7) switch
    {
        KeyType.Ip6 or KeyType.Text => Most,
        KeyType.Mac => 2,
        KeyType.Number => tag >> 3 == 0 ? 1 : MostOfNumber,
        KeyType.Bits => tag >> 3 == WideBits ? 2 : 1,
        _ => 1,
    };

    /// <summary>Most units of a header field.</summary>
    /// <param name="type">Type of its values.</param>
    /// <param name="detail">Detail of its values.</param>
    /// <param name="bits">Width on the wire; records that stand in for it hold 32 bits.</param>
    public static int MostOf(KeyType type, byte detail, int bits) =>
        type == KeyType.Number ? (bits <= 32 ? 1 : MostOfNumber) : Of(new Evaluated { Type = type, Detail = detail }.Tag);

    /// <summary>The words as units.</summary>
    public static Span<uint> Over(Span<ulong> words) => MemoryMarshal.Cast<ulong, uint>(words);

    /// <summary>The words as units.</summary>
    public static ReadOnlySpan<uint> Over(ReadOnlySpan<ulong> words) => MemoryMarshal.Cast<ulong, uint>(words);

    /// <summary>Tag of a stored key's value.</summary>
    /// <param name="units">The stored key.</param>
    /// <param name="key">Which value.</param>
    public static byte TagAt(ReadOnlySpan<uint> units, int key) => (byte)(units[FirstTag + (key >> 2)] >> ((key & 3) * 8));

    /// <summary>Words that a stored key takes.</summary>
    /// <param name="key">The stored key, and perhaps more.</param>
    /// <param name="keys">Number of keys.</param>
    public static int WordsOf(ReadOnlySpan<ulong> key, int keys)
    {
        ReadOnlySpan<uint> units = Over(key);
        int used = FirstValue(keys);
        for (int i = 0; i < keys; i++)
        {
            used += Of(TagAt(units, i));
        }

        return Words(used);
    }

    /// <summary>Stores 64 bits in two units.</summary>
    public static void Store(Span<uint> units, int at, ulong value)
    {
        units[at] = (uint)value;
        units[at + 1] = (uint)(value >> 32);
    }

    /// <summary>Reads a stored value back.</summary>
    /// <param name="units">The stored key.</param>
    /// <param name="tag">The value's tag.</param>
    /// <param name="at">Its first unit; moved behind it.</param>
    /// <param name="text">Its text, when it is one.</param>
    public static Evaluated Read(ReadOnlySpan<uint> units, byte tag, ref int at, PooledText? text)
    {
        int width = Of(tag);
        int first = at;
        at += width;
        bool isWideNumber = tag == ((int)KeyType.Number | (WideNumber << 3));
        return Evaluated.FromWords(
            isWideNumber ? (byte)KeyType.Number : tag,
            width == Most ? Load(units, first) : 0,
            width == 1 ? units[first] : Load(units, first + width - 2),
            text);
    }

    private static ulong Load(ReadOnlySpan<uint> units, int at) => units[at] | ((ulong)units[at + 1] << 32);
}
