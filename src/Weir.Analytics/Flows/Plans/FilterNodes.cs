using System.Text.RegularExpressions;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Flows.Plans.Shapes;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A compiled filter or part of one: immutable, shared by every definition that says the same.</summary>
internal abstract class FilterNode
{
    /// <summary>Position of the outcome in the evaluator.</summary>
    public required int Id { get; init; }

    /// <summary>Rough cost of an evaluation.</summary>
    public required int Cost { get; init; }

    /// <summary>Evaluates the filter; call <see cref="Evaluator.Test"/> instead, which does it once per sample.</summary>
    public abstract bool Evaluate(Evaluator evaluator, scoped ref SampleContext sample);

    /// <summary>What the filter comes to on packets of one layout.</summary>
    public virtual ShapedTest Under(PacketShape shape) => ShapedTest.Open(this);
}

/// <summary>All terms hold.</summary>
internal sealed class AndNode(FilterNode[] terms) : FilterNode
{
    /// <inheritdoc/>
    public override bool Evaluate(Evaluator evaluator, scoped ref SampleContext sample)
    {
        foreach (FilterNode term in terms)
        {
            if (!evaluator.Test(term, ref sample))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override ShapedTest Under(PacketShape shape)
    {
        ShapedTest[] left = [.. terms.Select(term => term.Under(shape)).Where(term => term.Decided != true)];
        if (Array.Exists(left, term => term.Decided == false))
        {
            return ShapedTest.Never;
        }

        return left.Length switch { 0 => ShapedTest.Always, 1 => left[0], _ => ShapedTest.Open(this) };
    }
}

/// <summary>Any term holds.</summary>
internal sealed class AnyNode(FilterNode[] terms) : FilterNode
{
    /// <inheritdoc/>
    public override bool Evaluate(Evaluator evaluator, scoped ref SampleContext sample)
    {
        foreach (FilterNode term in terms)
        {
            if (evaluator.Test(term, ref sample))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override ShapedTest Under(PacketShape shape) => ShapedTest.Any(terms.Select(term => term.Under(shape)));
}

/// <summary>A value is, or is not, one of a list of literals. The word null in the list stands for absence.</summary>
internal sealed class LiteralTestNode(KeyNode key, LiteralSet literals, bool negated) : FilterNode
{
    /// <inheritdoc/>
    public override bool Evaluate(Evaluator evaluator, scoped ref SampleContext sample)
    {
        ref readonly EvaluatedSlot read = ref evaluator.Read(key, ref sample);
        bool matches = read.Has ? literals.Contains(in read.Value) : literals.HasNull;
        return matches != negated;
    }

    /// <inheritdoc/>
    public override ShapedTest Under(PacketShape shape)
    {
        ShapedKey read = key.Under(shape);
        return read.Kind switch
        {
            ShapedKind.Null => ShapedTest.Of(literals.HasNull != negated),
            ShapedKind.Constant => ShapedTest.Of(literals.Contains(read.Value) != negated),
            ShapedKind.Field when literals.TryGetNumbers(read.Type, read.Detail, out ulong[] numbers) => ShapedTest.Literals(read, numbers, negated),
            ShapedKind.Range when literals.TryGetNumbers(KeyType.Boolean, 0, out ulong[] numbers) => ShapedTest.Literals(read, numbers, negated),
            _ => ShapedTest.Open(this),
        };
    }
}

/// <summary>The whole of a value's text matches, or does not match, one of a list of patterns. Nothing matches null.</summary>
internal sealed class PatternTestNode(KeyNode key, Regex[] patterns, bool negated, int memo) : FilterNode
{
    // Fields of up to ten bits, TCP's flags among them: every value is matched beforehand.
    private const ulong WidestMap = 1 << 10;

    /// <inheritdoc/>
    public override bool Evaluate(Evaluator evaluator, scoped ref SampleContext sample)
    {
        if (!evaluator.TryGet(key, ref sample, out Evaluated value))
        {
            return negated;
        }

        Memo remembered = evaluator.MemoOf(memo);
        if (!remembered.TryFind(value, out bool matches, out _))
        {
            string text = evaluator.TextOf(value).Value;
            matches = false;
            foreach (Regex pattern in patterns)
            {
                matches |= pattern.IsMatch(text);
            }

            remembered.Store(value, matches, default);
        }

        return matches != negated;
    }

    /// <inheritdoc/>
    public override ShapedTest Under(PacketShape shape)
    {
        ShapedKey read = key.Under(shape);
        return read.Kind switch
        {
            ShapedKind.Null => ShapedTest.Of(negated),
            ShapedKind.Field when read.Mask < WidestMap => ShapedTest.Bitmap(read, MapOf(shape.Evaluator, read)),
            _ => ShapedTest.Open(this),
        };
    }

    private ulong[] MapOf(Evaluator evaluator, ShapedKey read)
    {
        ulong[] map = new ulong[(read.Mask >> 6) + 1];
        for (ulong value = 0; value <= read.Mask; value++)
        {
            string text = evaluator.TextOf(new Evaluated { Type = read.Type, Detail = read.Detail, Low = value }).Value;
            map[value >> 6] |= Array.Exists(patterns, pattern => pattern.IsMatch(text)) != negated ? 1ul << (int)(value & 63) : 0;
        }

        return map;
    }
}
