namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A filter, or part of one, on packets of one layout: decided, a test of header bits, or still the filter itself.</summary>
internal sealed class ShapedTest
{
    private readonly ShapedKey _key;
    private readonly ulong[] _literals = [];
    private readonly ulong[] _bitmap = [];
    private readonly bool _negated;
    private readonly FilterNode? _open;
    private readonly ShapedTest[] _any = [];

    private ShapedTest(bool? decided)
    {
        Decided = decided;
    }

    private ShapedTest(FilterNode open)
    {
        _open = open;
    }

    private ShapedTest(ShapedKey key, ulong[] literals, ulong[] bitmap, bool negated)
    {
        _key = key;
        _literals = literals;
        _bitmap = bitmap;
        _negated = negated;
    }

    private ShapedTest(ShapedTest[] any)
    {
        _any = any;
    }

    /// <summary>A filter that every packet of the layout passes.</summary>
    public static ShapedTest Always { get; } = new(true);

    /// <summary>A filter that no packet of the layout passes.</summary>
    public static ShapedTest Never { get; } = new(false);

    /// <summary>The outcome when it is the same for all packets of the layout; otherwise null.</summary>
    public bool? Decided { get; }

    /// <summary>Bytes of the header that must be there for it to be evaluated.</summary>
    public int NeededBytes => Math.Max(_key.NeededBytes, _any.Length == 0 ? 0 : _any.Max(test => test.NeededBytes));

    /// <summary>A decided filter.</summary>
    public static ShapedTest Of(bool decided) => decided ? Always : Never;

    /// <summary>A filter of which nothing is decided.</summary>
    public static ShapedTest Open(FilterNode filter) => new(filter);

    /// <summary>A field or range that is, or is not, one of a few numbers.</summary>
    public static ShapedTest Literals(ShapedKey key, ulong[] literals, bool negated) =>
        literals.Length == 0 ? Of(negated) : new ShapedTest(key, literals, [], negated);

    /// <summary>A narrow field whose every value is decided: bit n of the map tells the outcome for n.</summary>
    public static ShapedTest Bitmap(ShapedKey key, ulong[] bitmap) => new(key, [], bitmap, false);

    /// <summary>Any of several filters.</summary>
    public static ShapedTest Any(IEnumerable<ShapedTest> terms)
    {
        ShapedTest[] left = [.. terms.Where(term => term.Decided != false)];
        return Array.Exists(left, term => term.Decided == true) ? Always : left.Length == 0 ? Never : left.Length == 1 ? left[0] : new ShapedTest(left);
    }

    /// <summary>Tests a sample.</summary>
    public bool Holds(Evaluator evaluator, scoped ref SampleContext sample)
    {
        if (_open is not null)
        {
            return evaluator.Test(_open, ref sample);
        }

        if (_any.Length > 0)
        {
            return HoldsAny(evaluator, ref sample);
        }

        ulong value = _key.Read(sample.Header);
        if (_bitmap.Length > 0)
        {
            return ((_bitmap[(int)(value >> 6)] >> (int)(value & 63)) & 1) != 0;
        }

        if (_key.Kind == ShapedKind.Range)
        {
            value = value >= _key.Least && value <= _key.Most ? 1u : 0;
        }

        foreach (ulong literal in _literals)
        {
            if (literal == value)
            {
                return !_negated;
            }
        }

        return _negated;
    }

    private bool HoldsAny(Evaluator evaluator, scoped ref SampleContext sample)
    {
        foreach (ShapedTest term in _any)
        {
            if (term.Decided ?? term.Holds(evaluator, ref sample))
            {
                return true;
            }
        }

        return false;
    }
}
