using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A plan on packets of one layout: fields are copied from known places, and nothing is evaluated that is decided there.</summary>
internal sealed class ShapedPlan
{
    private readonly ShapedWord[] _words;
    private readonly ulong[] _template;
    private readonly PooledText[] _texts;
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
        _keys = [.. plan.Keys.Select(key => key.Under(shape))];
        _values = [.. plan.Values.Select(value => value.Under(shape))];
        IsNever = Array.Exists(_keys, key => key.Kind == ShapedKind.Null) || NeverMeasures(plan, _values[0]);
        _keysOpen = Array.Exists(_keys, key => key.Kind is ShapedKind.Open or ShapedKind.Range or ShapedKind.Length);
        _valuesOpen = Array.Exists(_values, value => value.Kind is ShapedKind.Open or ShapedKind.Range or ShapedKind.WideField);
        _size = plan.MeasuresRate && _values.Length == 1 && IsSize(_values[0]) ? _values[0].Kind : ShapedKind.Open;
        NeededBytes = _keys.Concat(_values).Max(key => key.NeededBytes);
        (_template, _words) = _keysOpen || IsNever ? ([], []) : Compile(_keys);
        _texts = [.. _keys.Where(key => key.Kind == ShapedKind.Constant && key.Value.Text is not null).Select(key => key.Value.Text!)];
    }

    /// <summary>The plan.</summary>
    public FlowPlan Plan { get; }

    /// <summary>True when no packet of the layout has all its keys and its value.</summary>
    public bool IsNever { get; }

    /// <summary>Bytes of the header that must be there for it to be evaluated.</summary>
    public int NeededBytes { get; }

    /// <summary>Evaluates keys and values of a sample that passed the filter; as <see cref="FlowPlan.TryEvaluate"/>.</summary>
    public bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, SampleScratch scratch, out int words)
    {
        words = _template.Length;
        if (!_keysOpen)
        {
            ReadWords(sample.Header, scratch);
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

    private static bool IsSize(ShapedKey value) =>
        value.Kind == ShapedKind.Length || (value.Kind == ShapedKind.Constant && value.Value.AsNumber().Equals(1));

    private static bool NeverMeasures(FlowPlan plan, ShapedKey value) => value.Kind switch
    {
        ShapedKind.Null => true,
        ShapedKind.Field => plan.MeasuresNumber && value.Type != KeyType.Number,
        ShapedKind.Constant => plan.MeasuresNumber && double.IsNaN(value.Value.AsNumber()),
        _ => false,
    };

    private static (ulong[] Template, ShapedWord[] Words) Compile(ShapedKey[] keys)
    {
        int tags = FlowPlan.TagWords(keys.Length);
        List<ulong> template = [.. Enumerable.Repeat(0ul, tags)];
        List<ShapedWord> words = [];
        for (int i = 0; i < keys.Length; i++)
        {
            ShapedKey key = keys[i];
            bool isConstant = key.Kind == ShapedKind.Constant;
            byte tag = isConstant ? key.Value.Tag : new Evaluated { Type = key.Type, Detail = key.Detail }.Tag;
            template[i >> 3] |= (ulong)tag << ((i & 7) * 8);
            bool isWide = (KeyType)(tag & 7) is KeyType.Ip6 or KeyType.Text;
            if (!isConstant)
            {
                words.Add(new ShapedWord(template.Count, key.Offset, key.Shift, isWide ? ulong.MaxValue : key.Mask));
            }

            if (isWide)
            {
                template.Add(isConstant ? key.Value.High : 0);
                if (!isConstant)
                {
                    words.Add(new ShapedWord(template.Count, key.Offset + 8, 0, ulong.MaxValue));
                }
            }

            template.Add(isConstant ? key.Value.Low : 0);
        }

        return ([.. template], [.. words]);
    }

    private void ReadWords(ReadOnlySpan<byte> header, SampleScratch scratch)
    {
        Span<ulong> target = scratch.Words.AsSpan(0, _template.Length);
        _template.CopyTo(target);
        foreach (ref readonly ShapedWord word in _words.AsSpan())
        {
            target[word.Index] = word.Read(header);
        }

        scratch.TextCount = _texts.Length;
        if (_texts.Length > 0)
        {
            _texts.CopyTo(scratch.Texts, 0);
        }
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
