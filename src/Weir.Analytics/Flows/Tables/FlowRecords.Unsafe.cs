using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Tables;

/// <summary>The entries of a table with their key words: one record a slot, entry first, so that a sample touches as few cache lines as can be.</summary>
/// <remarks>
/// Invariant: a record is <see cref="Stride"/> words, of which the first <see cref="EntryWords"/> are a <see cref="FlowEntry"/>, which holds no
/// references; the array has room for every slot's record behind the first, so that a slot whose first word passes the array's own
/// bounds check has all of its record inside. The array is pinned and records of up to eight words begin at a line, so that they take one.
/// Earned by <c>weir bench</c>: docs/perf/cost-model.md.
/// </remarks>
internal sealed class FlowRecords
{
    /// <summary>Words of an entry.</summary>
    public const int EntryWords = 5;

    private const int LineWords = 8;

    private readonly ulong[] _words;
    private readonly int _first;

    /// <summary>Makes room for empty records.</summary>
    /// <param name="slots">Slots there are.</param>
    /// <param name="keyWords">Most words of a key.</param>
    public FlowRecords(int slots, int keyWords)
    {
        KeyWords = keyWords;
        Stride = StrideOf(keyWords);
        _words = GC.AllocateArray<ulong>((slots * Stride) + LineWords, pinned: true);
        _first = FirstOnLine(_words);
    }

    /// <summary>Words of a record.</summary>
    public int Stride { get; }

    /// <summary>Most words of a key.</summary>
    public int KeyWords { get; }

    /// <summary>The entry of a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowEntry Entry(int slot) => ref Unsafe.As<ulong, FlowEntry>(ref _words[_first + (slot * Stride)]);

    /// <summary>The first words of a slot's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<ulong> Key(int slot, int words) => _words.AsSpan(_first + (slot * Stride) + EntryWords, words);

    /// <summary>The whole key of a slot.</summary>
    public Span<ulong> Key(int slot) => Key(slot, KeyWords);

    /// <summary>Asks for a record to be brought into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(int slot)
    {
        ref ulong first = ref _words[_first + (slot * Stride)];
        Prefetch.Line(ref first);
        if (Stride > LineWords)
        {
            Prefetch.Line(ref Unsafe.Add(ref first, EntryWords + KeyWords - 1));
        }
    }

    /// <summary>The records at other places.</summary>
    /// <param name="places">Where each record goes; -1 for slots that are free.</param>
    /// <param name="slots">Slots there are then.</param>
    public FlowRecords Moved(int[] places, int slots)
    {
        FlowRecords moved = new(slots, KeyWords);
        for (int slot = 0; slot < places.Length; slot++)
        {
            if (places[slot] >= 0)
            {
                moved.Entry(places[slot]) = Entry(slot);
                Key(slot).CopyTo(moved.Key(places[slot]));
            }
        }

        return moved;
    }

    // One line where it suffices; beyond, whole half lines, so that a record of up to twelve words takes two.
    private static int StrideOf(int keyWords)
    {
        int words = EntryWords + keyWords;
        return words <= LineWords ? LineWords : (words + 3) & ~3;
    }

    private static unsafe int FirstOnLine(ulong[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref pinned[0]) / sizeof(ulong);
        return (int)((LineWords - (address % LineWords)) % LineWords);
    }
}
