using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Sum and error of every flow of a table; infinity in free slots. Single writer: the shard.</summary>
/// <remarks>Apart from the records, so that choosing a victim reads the two cache lines of its group and not all of the group's records.</remarks>
internal readonly struct SlotRanks
{
    private const int HalfGroup = AlignedWords.LineWords;

    private readonly AlignedWords _words;

    /// <summary>Makes ranks of free slots.</summary>
    public SlotRanks(int slots)
    {
        _words = new AlignedWords(slots);
        MemoryMarshal.Cast<ulong, double>(_words.Span(0, slots)).Fill(double.PositiveInfinity);
    }

    /// <summary>Rank of a slot.</summary>
    public ref double this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _words.At<double>(slot);
    }

    /// <summary>Asks for a slot's rank to be brought into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(int slot) => _words.Prepare(slot);

    /// <summary>Asks for the ranks of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrepareGroup(int group)
    {
        _words.Prepare(group * SlotGroups.Width);
        _words.Prepare((group * SlotGroups.Width) + HalfGroup);
    }

    /// <summary>Bit n set: no slot of the group has a smaller rank than slot n.</summary>
    public uint Least(int group)
    {
        // Four columns of four: the least of each column, then of the columns, then where it is.
        ReadOnlySpan<double> ranks = MemoryMarshal.Cast<ulong, double>(_words.Span(group * SlotGroups.Width, SlotGroups.Width));
        Vector256<double> first = Vector256.Create(ranks);
        Vector256<double> second = Vector256.Create(ranks[4..]);
        Vector256<double> third = Vector256.Create(ranks[8..]);
        Vector256<double> fourth = Vector256.Create(ranks[12..]);
        Vector256<double> least = Vector256.MinNative(Vector256.MinNative(first, second), Vector256.MinNative(third, fourth));
        Vector128<double> half = Vector128.MinNative(least.GetLower(), least.GetUpper());
        least = Vector256.Create(double.MinNative(half.ToScalar(), half.GetElement(1)));
        return Vector256.Equals(first, least).ExtractMostSignificantBits()
            | (Vector256.Equals(second, least).ExtractMostSignificantBits() << 4)
            | (Vector256.Equals(third, least).ExtractMostSignificantBits() << 8)
            | (Vector256.Equals(fourth, least).ExtractMostSignificantBits() << 12);
    }
}
