using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>Flows that a query copied out of tables, keys still binary. Grows to the largest answer and is used again for the next.</summary>
/// <remarks>
/// Nothing is allocated for a flow: sixteen thousand flows, each with objects of its own, were ten megabytes of garbage a question, and long
/// lists of them kept each other alive. Not thread safe: one query at a time owns it.
/// </remarks>
internal sealed class FlowRows
{
    /// <summary>Rows beyond which memory is not kept for the next query.</summary>
    public const int MostKept = 1 << 17;

    private FlowRow[] _rows = [];
    private ulong[] _words = [];
    private PooledText?[] _texts = [];
    private double[] _values = [];
    private int _wordsUsed;
    private int _textsUsed;
    private int _valuesUsed;

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public ref readonly FlowRow this[int row] => ref _rows.AsSpan(0, Count)[row];

    /// <summary>Scratch of the table that is being read.</summary>
    public FlowScan Scan { get; } = new();

    /// <summary>True when it is small enough to be kept for the next query.</summary>
    public bool IsWorthKeeping => _rows.Length <= MostKept;

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row; its places are set here.</param>
    /// <param name="words">Words of its key.</param>
    /// <param name="texts">Texts of its key; empty when the table has none.</param>
    /// <returns>Where its extra values go.</returns>
    public Span<double> Add(in FlowRow row, ReadOnlySpan<ulong> words, ReadOnlySpan<PooledText?> texts)
    {
        Span<ulong> keyWords = Take(ref _words, ref _wordsUsed, words.Length, out int atWords);
        words.CopyTo(keyWords);
        Span<PooledText?> keyTexts = Take(ref _texts, ref _textsUsed, texts.Length, out int atTexts);
        texts.CopyTo(keyTexts);
        Span<double> values = Take(ref _values, ref _valuesUsed, row.ValueCount, out int atValues);
        int count = Count;
        Take(ref _rows, ref count, 1, out int at);
        Count = count;
        _rows[at] = row with { Words = atWords, Texts = texts.Length > 0 ? atTexts : -1, Values = atValues };
        return values;
    }

    /// <summary>The extra values of a row; null when its definition has none. Allocates.</summary>
    public double[]? ValuesOf(int row)
    {
        ref readonly FlowRow found = ref this[row];
        return found.ValueCount == 0 ? null : _values.AsSpan(found.Values, found.ValueCount).ToArray();
    }

    /// <summary>The key of a row as text. Allocates.</summary>
    public string KeyOf(int row)
    {
        FlowPlan plan = this[row].Plan;
        return plan.FormatKey(WordsOf(row), TextsOf(row));
    }

    /// <summary>The key of a row as text.</summary>
    /// <param name="row">The row.</param>
    /// <param name="text">Where it is written; used again by the next.</param>
    public ReadOnlySpan<char> KeyOf(int row, KeyTextBuffer text) => text.Write(this[row].Plan, WordsOf(row), TextsOf(row));

    /// <summary>Forgets all rows, and lets go of what they refer to.</summary>
    public void Clear()
    {
        _rows.AsSpan(0, Count).Clear();
        _texts.AsSpan(0, _textsUsed).Clear();
        Count = 0;
        _wordsUsed = 0;
        _textsUsed = 0;
        _valuesUsed = 0;
    }

    // The key says itself where it ends.
    private ReadOnlySpan<ulong> WordsOf(int row) => _words.AsSpan(this[row].Words, _wordsUsed - this[row].Words);

    private ReadOnlySpan<PooledText?> TextsOf(int row) => this[row].Texts < 0 ? [] : _texts.AsSpan(this[row].Texts, this[row].Plan.KeyCount);

    private static Span<T> Take<T>(ref T[] array, ref int used, int count, out int at)
    {
        at = used;
        used += count;
        if (used > array.Length)
        {
            Array.Resize(ref array, Math.Max(used, Math.Max(256, array.Length * 2)));
        }

        return array.AsSpan(at, count);
    }
}
