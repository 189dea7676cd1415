using System.Runtime.InteropServices;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A plan on packets of one layout: fields are copied from known places, and nothing is evaluated that is decided there.</summary>
internal sealed class ShapedPlan
{
    private readonly ShapedWord[] _words;
    private readonly ulong[] _template;
    private readonly int _wordCount;
    private readonly PooledText?[] _texts;
    private readonly ExpectedValue[] _expected = [];
    private readonly ShapedKey[] _values;
    private readonly ShapedKey[] _keys;
    private readonly bool _keysOpen;
    private readonly bool _valuesOpen;

    // Length or Constant: bytes or frames alone are measured, the usual case. Otherwise Open.
    private readonly ShapedKind _size;

    /// <summary>Looks at a plan under a layout.</summary>
    public ShapedPlan(FlowPlan plan, PacketShape shape)
    {
        Plan = plan;
        Index = plan.Index;
        Aggregation = plan.Syntax.Aggregation;
        _keys = [.. plan.Keys.Select(key => key.Under(shape))];
        _values = [.. plan.Values.Select(value => value.Under(shape))];
        IsNever = Array.Exists(_keys, key => key.Kind == ShapedKind.Null) || NeverMeasures(plan, _values[0]);
        _keysOpen = Array.Exists(_keys, key => key.Kind is ShapedKind.Open or ShapedKind.Range or ShapedKind.Length || HasOpenWidth(key));
        _valuesOpen = Array.Exists(_values, value => value.Kind is ShapedKind.Open or ShapedKind.Text or ShapedKind.Number or ShapedKind.Range or ShapedKind.WideField);
        _size = plan.MeasuresRate && _values.Length == 1 && IsSize(_values[0]) ? _values[0].Kind : ShapedKind.Open;
        NeededBytes = _keys.Concat(_values).Max(key => key.NeededBytes);
        _texts = [.. _keys.Where(IsText).Select(key => key.Value.Text)];
        (_template, _wordCount, _words, _expected) = _keysOpen || IsNever ? ([], 0, [], []) : Compile(_keys, plan.Keys);
    }

    /// <summary>The plan.</summary>
    public FlowPlan Plan { get; }

    /// <summary>The plan's position in the plan set.</summary>
    public int Index { get; }

    /// <summary>What the plan's flows belong to.</summary>
    public AggregationMode Aggregation { get; }

    /// <summary>True when no packet of the layout has all its keys and its value.</summary>
    public bool IsNever { get; }

    /// <summary>Bytes of the header that must be there for it to be evaluated.</summary>
    public int NeededBytes { get; }

    /// <summary>Evaluates keys and values of a sample that passed the filter; as <see cref="FlowPlan.TryEvaluate"/>.</summary>
    public bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, out int words)
    {
        words = _wordCount;
        if (!_keysOpen)
        {
            ReadWords(sample.Header, scratch);
            if (_expected.Length > 0 && !TryReadExpected(evaluator, ref sample, scratch, ref words))
            {
                return false;
            }
        }
        else if (!Plan.TryReadKey(evaluator, ref sample, scratch, _keys, out words))
        {
            return false;
        }

        if (_valuesOpen)
        {
            return Plan.TryReadValues(evaluator, ref sample, scratch);
        }

        if (_size == ShapedKind.Length)
        {
            scratch.Value = sample.FrameLength;
        }
        else if (_size == ShapedKind.Constant)
        {
            scratch.Value = 1;
        }
        else
        {
            ReadValues(ref sample, scratch);
        }

        return true;
    }

    /// <summary>True for numbers that may or may not need more than 32 bits: where the next value lies depends on each of them.</summary>
    private static bool HasOpenWidth(ShapedKey key) => key is { Kind: ShapedKind.Field, Type: KeyType.Number, Mask: > uint.MaxValue };

    private static bool IsSize(ShapedKey value) =>
        value.Kind == ShapedKind.Length || (value.Kind == ShapedKind.Constant && value.Value.AsNumber().Equals(1));

    private static bool NeverMeasures(FlowPlan plan, ShapedKey value) => value.Kind switch
    {
        ShapedKind.Null => true,
        ShapedKind.Field => plan.MeasuresNumber && value.Type != KeyType.Number,
        ShapedKind.Constant => plan.MeasuresNumber && double.IsNaN(value.Value.AsNumber()),
        _ => false,
    };

    private static bool IsText(ShapedKey key) => key.Kind == ShapedKind.Text || (key.Kind == ShapedKind.Constant && key.Value.Text is not null);

    private static (ulong[] Template, int WordCount, ShapedWord[] Words, ExpectedValue[] Expected) Compile(ShapedKey[] keys, IReadOnlyList<KeyNode> nodes)
    {
        uint[] units = new uint[KeyUnits.Padded(KeyUnits.Words(KeyUnits.FirstValue(keys.Length) + (keys.Length * KeyUnits.Most))) * 2];
        List<ShapedWord> words = [];
        List<ExpectedValue> expected = [];
        int at = KeyUnits.FirstValue(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            ShapedKey key = keys[i];
            bool isConstant = key.Kind == ShapedKind.Constant;
            byte tag = isConstant ? KeyUnits.TagOf(key.Value) : new Evaluated { Type = key.Type, Detail = key.Detail }.Tag;
            units[KeyUnits.FirstTag + (i >> 2)] |= (uint)tag << ((i & 3) * 8);
            int width = KeyUnits.Of(tag);
            if (isConstant)
            {
                StoreConstant(units, at, width, key.Value);
            }
            else if (key.Kind is ShapedKind.Text or ShapedKind.Number)
            {
                expected.Add(new ExpectedValue(nodes[i], tag, at, keys.Take(i).Count(IsText)));
            }
            else if (width == KeyUnits.Most)
            {
                words.Add(new ShapedWord(at, key.Offset, 0, ulong.MaxValue, true));
                words.Add(new ShapedWord(at + 2, key.Offset + 8, 0, ulong.MaxValue, true));
            }
            else
            {
                words.Add(new ShapedWord(at, key.Offset, key.Shift, key.Mask, width > 1));
            }

            at += width;
        }

        int wordCount = KeyUnits.Words(at);
        return ([.. MemoryMarshal.Cast<uint, ulong>(units.AsSpan(0, KeyUnits.Padded(wordCount) * 2))], wordCount, [.. words], [.. expected]);
    }

    private static void StoreConstant(Span<uint> units, int at, int width, in Evaluated value)
    {
        if (width == 1)
        {
            units[at] = (uint)value.Low;
            return;
        }

        KeyUnits.Store(units, at + width - 2, value.Low);
        if (width == KeyUnits.Most)
        {
            KeyUnits.Store(units, at, value.High);
        }
    }

    private void ReadWords(ReadOnlySpan<byte> header, SampleScratch scratch)
    {
        Span<ulong> target = scratch.Words[.._template.Length];
        KeyUnits.Copy(_template, target);
        Span<uint> units = KeyUnits.Over(target);
        foreach (ref readonly ShapedWord word in _words.AsSpan())
        {
            word.Copy(header, units);
        }

        scratch.TextCount = _texts.Length;
        for (int i = 0; i < _texts.Length; i++)
        {
            scratch.SetText(i, _texts[i]);
        }
    }

    private bool TryReadExpected(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, ref int words)
    {
        Span<uint> units = KeyUnits.Over(scratch.Words);
        foreach (ref readonly ExpectedValue expected in _expected.AsSpan())
        {
            ref readonly EvaluatedSlot read = ref evaluator.Read(expected.Node, ref sample);
            if (!read.Has)
            {
                return false;
            }

            if (KeyUnits.TagOf(in read.Value) != expected.Tag)
            {
                // Seldom, such as a port that is "multiple": then the values behind it lie elsewhere.
                return Plan.TryReadKey(evaluator, ref sample, scratch, _keys, out words);
            }

            if (!expected.IsText)
            {
                units[expected.Unit] = (uint)read.Value.Low;
                continue;
            }

            KeyUnits.Store(units, expected.Unit, read.Value.High);
            KeyUnits.Store(units, expected.Unit + 2, read.Value.Low);
            scratch.SetText(expected.Index, read.Value.Text);
        }

        return true;
    }

    private void ReadValues(scoped ref SampleContext sample, SampleScratch scratch)
    {
        int column = 0;
        scratch.Value = 1;
        for (int i = 0; i < _values.Length; i++)
        {
            ref readonly ShapedKey key = ref _values[i];
            Evaluated value = key.Kind switch
            {
                ShapedKind.Constant => key.Value,
                ShapedKind.Length => Evaluated.OfNumber(sample.FrameLength),
                ShapedKind.Field => new Evaluated { Type = key.Type, Detail = key.Detail, Low = key.Read(sample.Header) },
                _ => default,
            };
            bool has = key.Kind != ShapedKind.Null;
            double number = has ? value.AsNumber() : double.NaN;
            if (i == 0 && Plan.MeasuresRate)
            {
                scratch.Value = number;
                continue;
            }

            scratch.Numbers[column] = number;
            scratch.Hashes[column++] = has && Plan.Counts(i) ? value.Hash() : 0;
        }
    }
}
