namespace Weir.Analytics.Counters;

/// <summary>Where a slot's value stands in a record of fixed layout, or what it is derived from.</summary>
/// <param name="Kind">Encoding of the field.</param>
/// <param name="Offset">Bytes before the field; -1 for a derived value.</param>
/// <param name="Part">Which of a field's several values it is, from 0.</param>
/// <param name="Words">Turns the number into a word, for <see cref="FieldKind.Word"/>.</param>
/// <param name="Derived">How it is computed; null for a field.</param>
internal readonly record struct SlotPlace(FieldKind Kind, int Offset, int Part, Func<uint, string>? Words, DerivedMetric? Derived)
{
    /// <summary>True when the value is a text.</summary>
    public bool IsText => Derived is null && Kind is FieldKind.Mac or FieldKind.Hex64 or FieldKind.Uuid or FieldKind.Text
        or FieldKind.Word or FieldKind.Status;

    /// <summary>Finds the places of all slots of a structure.</summary>
    /// <param name="fields">Its fields, all of fixed size.</param>
    /// <param name="derived">Its derived metrics.</param>
    /// <param name="slots">Number of slots.</param>
    public static SlotPlace[] Of(MetricField[] fields, DerivedMetric[] derived, int slots)
    {
        SlotPlace[] places = new SlotPlace[slots];
        int offset = 0;
        foreach (MetricField field in fields)
        {
            int parts = field.Slot < 0 ? 0 : field.Kind switch { FieldKind.Bytes => 4, FieldKind.Status => 2, _ => 1 };
            for (int part = 0; part < parts; part++)
            {
                places[field.Slot + part] = new SlotPlace(field.Kind, offset, part, field.Words, null);
            }

            offset += RecordLayout.SizeOf(field.Kind);
        }

        foreach (DerivedMetric metric in derived)
        {
            places[metric.Slot] = new SlotPlace(FieldKind.Skip32, -1, 0, null, metric);
        }

        return places;
    }
}
