namespace Weir.Analytics.Flows.Plans.Shapes;

/// <summary>A value in a flow key that is evaluated on every sample, and of which type and so the width are expected.</summary>
/// <param name="Node">Its expression.</param>
/// <param name="Tag">Type and detail it has as a rule, see <see cref="KeyUnits"/>.</param>
/// <param name="Unit">First of its units.</param>
/// <param name="Index">Position among the texts of the key; of use for texts alone.</param>
internal readonly record struct ExpectedValue(KeyNode Node, byte Tag, int Unit, int Index)
{
    /// <summary>True for texts.</summary>
    public bool IsText => KeyUnits.Of(Tag) == KeyUnits.Most;
}
