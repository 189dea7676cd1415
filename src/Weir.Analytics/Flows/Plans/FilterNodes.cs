using System.Text.RegularExpressions;

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
}

/// <summary>The whole of a value's text matches, or does not match, one of a list of patterns. Nothing matches null.</summary>
internal sealed class PatternTestNode(KeyNode key, Regex[] patterns, bool negated, int memo) : FilterNode
{
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
}
