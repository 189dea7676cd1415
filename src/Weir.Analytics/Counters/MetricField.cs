namespace Weir.Analytics.Counters;

/// <summary>One field of a counter record, in the order of the wire.</summary>
/// <param name="Slot">Where its value goes; -1 for nowhere.</param>
/// <param name="Kind">Encoding.</param>
/// <param name="Words">Turns the number into a word, for <see cref="FieldKind.Word"/>.</param>
internal readonly record struct MetricField(int Slot, FieldKind Kind, Func<uint, string>? Words)
{
    /// <summary>True for cumulative counters.</summary>
    public bool IsCounter => Kind is FieldKind.Counter32 or FieldKind.Counter64;
}
