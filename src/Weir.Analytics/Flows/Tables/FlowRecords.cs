using System.Runtime.CompilerServices;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>The entries of a table with their keys: one record a slot, entry first, so that a sample touches as few cache lines as can be.</summary>
/// <remarks>
/// Invariant: a record is <see cref="Stride"/> words, of which the first <see cref="EntryWords"/> are a <see cref="FlowEntry"/>, which holds no
/// references; there is room for every slot's record. Records of up to eight words, such as an IPv4 5-tuple's, take one cache line.
/// Earned by <c>weir bench</c>: docs/perf/cost-model.md.
/// </remarks>
internal readonly struct FlowRecords
{
    /// <summary>Words of an entry.</summary>
    public const int EntryWords = 4;

    private readonly AlignedWords _words;

    /// <summary>Makes room for empty records.</summary>
    /// <param name="slots">Slots there are.</param>
    /// <param name="keyWords">Most words of a key.</param>
    public FlowRecords(int slots, int keyWords)
    {
        KeyWords = KeyUnits.Padded(keyWords);
        Stride = EntryWords + KeyWords;
        _words = new AlignedWords(slots * Stride);
    }

    /// <summary>Words of a record.</summary>
    public int Stride { get; }

    /// <summary>Words of the longest key, in whole blocks.</summary>
    public int KeyWords { get; }

    /// <summary>The entry of a slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowEntry Entry(int slot) => ref _words.At<FlowEntry>(slot * Stride);

    /// <summary>The first words of a slot's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<ulong> Key(int slot, int words) => _words.Span((slot * Stride) + EntryWords, words);

    /// <summary>A slot's key, and behind it what longer ones left there.</summary>
    public Span<ulong> Key(int slot) => Key(slot, KeyWords);

    /// <summary>True when a slot's key begins with these blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasKey(int slot, ReadOnlySpan<ulong> key) => KeyUnits.AreSame(key, Key(slot, key.Length));

    /// <summary>Asks for a record to be brought into the cache.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="words">Words of the key that will be compared or stored.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prepare(int slot, int words)
    {
        _words.Prepare(slot * Stride);
        if (Stride > AlignedWords.LineWords)
        {
            _words.Prepare((slot * Stride) + EntryWords + words - 1);
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
}
