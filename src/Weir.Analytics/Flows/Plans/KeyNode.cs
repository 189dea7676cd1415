using Weir.Analytics.Flows.Plans.Shapes;

namespace Weir.Analytics.Flows.Plans;

/// <summary>A compiled expression of a plan set: immutable, shared by every definition that says the same.</summary>
internal abstract class KeyNode
{
    /// <summary>Position of the result in the evaluator.</summary>
    public required int Id { get; init; }

    /// <summary>Rough cost of an evaluation, arguments included; 1 is a field of a header.</summary>
    public required int Cost { get; init; }

    /// <summary>Most units a value takes in a flow key, see <see cref="KeyUnits"/>.</summary>
    public virtual int MaxUnits => KeyUnits.Most;

    /// <summary>Evaluates the expression; call <see cref="Evaluator.TryGet"/> instead, which does it once per sample.</summary>
    /// <param name="evaluator">Gives the values of the arguments.</param>
    /// <param name="sample">The current sample.</param>
    /// <param name="value">The value, when true.</param>
    /// <returns>False when the value is null.</returns>
    public abstract bool TryEvaluate(Evaluator evaluator, scoped ref SampleContext sample, out Evaluated value);

    /// <summary>What the expression comes to on packets of one layout.</summary>
    public virtual ShapedKey Under(PacketShape shape) => ShapedKey.Open;
}
