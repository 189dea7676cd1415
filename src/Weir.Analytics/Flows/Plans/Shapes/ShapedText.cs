namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A text in a flow key that is evaluated on every sample.</summary>
/// <param name="Node">Its expression, which gives a text or null.</param>
/// <param name="Unit">First of its four units, see <see cref="KeyUnits"/>.</param>
/// <param name="Index">Position among the texts of the key.</param>
internal readonly record struct ShapedText(KeyNode Node, int Unit, int Index);
