using System.Buffers.Binary;
using Weir.Wire.SFlow;

namespace Weir.Testing.Fuzz;

/// <summary>Damages valid inputs where it hurts: at lengths, counts and tags first, anywhere second.</summary>
public sealed class Mutator
{
    private const int LargestInput = 65_507;

    private static readonly uint[] Extremes = [0, 1, 2, 3, 4, 7, 8, 0x7f, 0x80, 0xff, 0xffff, 0x10000, 0x3fffffff, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];

    private readonly Random _random;

    public Mutator(Random random)
    {
        _random = random;
    }

    /// <summary>Returns a damaged copy.</summary>
    /// <param name="input">A valid input.</param>
    /// <param name="words">Offsets of its steering words.</param>
    /// <param name="other">Another valid input to take pieces from.</param>
    public byte[] Mutate(byte[] input, IReadOnlyList<int> words, byte[] other)
    {
        byte[] bytes = [.. input];
        for (int i = _random.Next(1, 5); i > 0; i--)
        {
            bytes = _random.Next(10) < 6 ? Steer(bytes, words) : Disturb(bytes, other);
        }

        return bytes.Length > LargestInput ? bytes[..LargestInput] : bytes;
    }

    private byte[] Steer(byte[] bytes, IReadOnlyList<int> words)
    {
        int offset = words.Count > 0 ? words[_random.Next(words.Count)] : _random.Next(bytes.Length + 1) & ~3;
        if (offset + 4 > bytes.Length)
        {
            return bytes;
        }

        Span<byte> word = bytes.AsSpan(offset, 4);
        uint value = BinaryPrimitives.ReadUInt32BigEndian(word);
        BinaryPrimitives.WriteUInt32BigEndian(word, _random.Next(6) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => value + (uint)_random.Next(64),
            3 => (uint)bytes.Length,
            4 => AnyTag(),
            _ => Extremes[_random.Next(Extremes.Length)],
        });
        return bytes;
    }

    private byte[] Disturb(byte[] bytes, byte[] other)
    {
        int at = _random.Next(bytes.Length + 1);
        switch (_random.Next(5))
        {
            case 0:
                return bytes[..at];
            case 1 when bytes.Length > 0:
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 2:
                // A piece of the input inside itself: nests records in records.
                int from = _random.Next(bytes.Length + 1) & ~3;
                int to = Math.Min(bytes.Length, from + (_random.Next(64) * 4));
                return [.. bytes[..(at & ~3)], .. bytes[from..to], .. bytes[(at & ~3)..]];
            case 3:
                return [.. bytes[..(at & ~3)], .. other[(_random.Next(other.Length + 1) & ~3)..]];
            default:
                int end = Math.Min(bytes.Length, at + _random.Next(32));
                return [.. bytes[..at], .. bytes[end..]];
        }
    }

    private uint AnyTag()
    {
        ReadOnlySpan<RecordEntry> entries = _random.Next(2) == 0 ? RecordCatalog.FlowRecords : RecordCatalog.CounterRecords;
        return entries[_random.Next(entries.Length)].Tag;
    }
}
