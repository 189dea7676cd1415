using System.Text;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A compiled flow definition: immutable, shared by all shards, replaced with its plan set.</summary>
/// <remarks>
/// How a flow key is stored is said at <see cref="KeyUnits"/>.
/// </remarks>
internal sealed class FlowPlan
{
    private readonly KeyNode[] _keys;
    private readonly KeyNode[] _values;
    private readonly bool[] _counts;

    /// <summary>Makes a plan.</summary>
    /// <param name="syntax">The definition; its identity tells a kept flow from a replaced one.</param>
    /// <param name="index">Position in the plan set.</param>
    /// <param name="keys">Nodes of the keys.</param>
    /// <param name="values">Nodes of the values, the measured one first.</param>
    public FlowPlan(FlowSyntax syntax, int index, KeyNode[] keys, KeyNode[] values)
    {
        Syntax = syntax;
        Index = index;
        _keys = keys;
        _values = values;
        MeasuresRate = syntax.Values[0].Operation == ValueOperation.Rate;
        WordCount = KeyUnits.Words(KeyUnits.FirstValue(keys.Length) + keys.Sum(key => key.MaxUnits));
        _counts = [.. syntax.Values.Select(value => value.Operation == ValueOperation.Count)];
        Columns = [.. syntax.Values.Skip(MeasuresRate ? 1 : 0).Select(value => value.Operation)];
    }

    /// <summary>The definition.</summary>
    public FlowSyntax Syntax { get; }

    /// <summary>Position in the plan set.</summary>
    public int Index { get; }

    /// <summary>True when the measured value is a rate; otherwise it is the first column.</summary>
    public bool MeasuresRate { get; }

    /// <summary>Operations of the columns beside the entry's own sum.</summary>
    public ValueOperation[] Columns { get; }

    /// <summary>True when the measured value has to be a number.</summary>
    public bool MeasuresNumber => !_counts[0];

    /// <summary>Nodes of the keys.</summary>
    public IReadOnlyList<KeyNode> Keys => _keys;

    /// <summary>Nodes of the values, the measured one first.</summary>
    public IReadOnlyList<KeyNode> Values => _values;

    /// <summary>Number of keys.</summary>
    public int KeyCount => _keys.Length;

    /// <summary>Most words a stored key can take.</summary>
    public int WordCount { get; }

    /// <summary>Evaluates keys and values of a sample that passed the filter.</summary>
    /// <param name="evaluator">Evaluates nodes.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="scratch">Gets key and values; scale and time are the caller's.</param>
    /// <param name="words">Words the key takes.</param>
    /// <returns>False when a key or the measured value is null: the sample does not count.</returns>
    public bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, out int words)
    {
        return TryReadKey(evaluator, ref sample, scratch, out words) && TryReadValues(evaluator, ref sample, scratch);
    }

    /// <summary>Evaluates the keys alone, of which some are decided by the packet's layout.</summary>
    /// <param name="evaluator">Evaluates nodes.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="scratch">Gets the key.</param>
    /// <param name="shaped">What the keys come to; none of them is null.</param>
    /// <param name="words">Words the key takes.</param>
    public bool TryReadKey(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, ShapedKey[] shaped, out int words)
    {
        KeyWriter writer = new(scratch, _keys.Length);
        for (int i = 0; i < shaped.Length; i++)
        {
            ref readonly ShapedKey key = ref shaped[i];
            switch (key.Kind)
            {
                case ShapedKind.Field:
                    writer.Write(i, new Evaluated { Type = key.Type, Detail = key.Detail, Low = key.Read(sample.Header) });
                    break;
                case ShapedKind.Constant:
                    writer.Write(i, key.Value);
                    break;
                default:
                    ref readonly EvaluatedSlot read = ref evaluator.Read(_keys[i], ref sample);
                    if (!read.Has)
                    {
                        words = 0;
                        return false;
                    }

                    writer.Write(i, in read.Value);
                    break;
            }
        }

        words = writer.End();
        return true;
    }

    /// <summary>The key as text: the values joined with the definition's separator.</summary>
    /// <param name="words">Words of the key.</param>
    /// <param name="texts">Texts of the key, in order; those that are no text are absent.</param>
    public string FormatKey(ReadOnlySpan<ulong> words, ReadOnlySpan<PooledText?> texts)
    {
        StringBuilder key = new();
        ReadOnlySpan<uint> units = KeyUnits.Over(words);
        int at = KeyUnits.FirstValue(_keys.Length);
        int text = 0;
        for (int i = 0; i < _keys.Length; i++)
        {
            byte tag = KeyUnits.TagAt(units, i);
            Evaluated value = KeyUnits.Read(units, tag, ref at, (KeyType)(tag & 7) == KeyType.Text ? texts[text++] : null);
            key.Append(i > 0 ? Syntax.Definition.Fs : "").Append(value.ToText());
        }

        return key.ToString();
    }

    /// <summary>True when distinct values are counted of the value at that position.</summary>
    public bool Counts(int value) => _counts[value];

    private bool TryReadKey(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, out int words)
    {
        KeyWriter writer = new(scratch, _keys.Length);
        for (int i = 0; i < _keys.Length; i++)
        {
            ref readonly EvaluatedSlot read = ref evaluator.Read(_keys[i], ref sample);
            if (!read.Has)
            {
                words = 0;
                return false;
            }

            writer.Write(i, in read.Value);
        }

        words = writer.End();
        return true;
    }

    /// <summary>Evaluates the values alone.</summary>
    public bool TryReadValues(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch)
    {
        int column = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            ref readonly EvaluatedSlot read = ref evaluator.Read(_values[i], ref sample);
            ref readonly Evaluated value = ref read.Value;
            bool has = read.Has;
            double number = has ? value.AsNumber() : double.NaN;
            bool counts = _counts[i];
            if (i == 0 && (counts ? !has : double.IsNaN(number)))
            {
                return false;
            }

            if (i == 0 && MeasuresRate)
            {
                scratch.Value = number;
                continue;
            }

            scratch.Numbers[column] = number;
            scratch.Hashes[column++] = has && counts ? value.Hash() : 0;
        }

        // What is no rate has no size of its own: its entries are as large as the traffic behind them.
        scratch.Value = MeasuresRate ? scratch.Value : 1;
        return true;
    }
}
