namespace Weir.Analytics.Counters;

/// <summary>What the metrics of one counter record structure are called and how they are computed. Immutable.</summary>
internal sealed class RecordLayout
{
    private readonly short[] _slotOfMetric;

    /// <summary>Binds the names to their numbers.</summary>
    /// <param name="builder">The structure's description.</param>
    /// <param name="metricIds">Number of each slot's metric; -1 for a slot that only feeds formulas.</param>
    /// <param name="standardCount">Number of standard metrics.</param>
    public RecordLayout(RecordLayoutBuilder builder, int[] metricIds, int standardCount)
    {
        Tag = builder.Tag;
        Fields = [.. builder.Fields];
        Derived = [.. builder.DerivedMetrics];
        RequiredFields = builder.RequiredFields < 0 ? Fields.Length : builder.RequiredFields;
        GuestNameSlot = builder.GuestNameSlot;
        CounterFields = Fields.Count(static f => f.IsCounter);
        bool isFixed = Fields.All(static f => SizeOf(f.Kind) > 0);
        FixedLength = isFixed ? Fields.Sum(static f => SizeOf(f.Kind)) : 0;
        RequiredLength = isFixed ? Fields.Take(RequiredFields).Sum(static f => SizeOf(f.Kind)) : 0;
        MetricIds = metricIds;
        Places = isFixed ? SlotPlace.Of(Fields, Derived, metricIds.Length) : [];
        CounterPlaces = [.. Places.Where(static p => p.Kind is FieldKind.Counter32 or FieldKind.Counter64).Select(static p => (p.Offset, p.Kind == FieldKind.Counter64))];
        HasText = Fields.Any(static f => f.Kind is FieldKind.Mac or FieldKind.Hex64 or FieldKind.Uuid or FieldKind.Text
            or FieldKind.Word or FieldKind.Status);
        _slotOfMetric = new short[standardCount];
        Array.Fill(_slotOfMetric, (short)-1);
        for (int slot = 0; slot < metricIds.Length; slot++)
        {
            if (metricIds[slot] >= 0)
            {
                _slotOfMetric[metricIds[slot]] = (short)slot;
            }
        }
    }

    /// <summary>Enterprise and format of the record.</summary>
    public uint Tag { get; }

    /// <summary>Fields in the order of the wire.</summary>
    public MetricField[] Fields { get; }

    /// <summary>Metrics computed after the fields, in order: a later one may use an earlier one.</summary>
    public DerivedMetric[] Derived { get; }

    /// <summary>Fields without which the record is too short; those behind were added by later versions.</summary>
    public int RequiredFields { get; }

    /// <summary>First of the slots of names that are parts of the first text; -1 for none.</summary>
    public int GuestNameSlot { get; }

    /// <summary>Cumulative fields.</summary>
    public int CounterFields { get; }

    /// <summary>Bytes of all fields; 0 when some have no fixed size.</summary>
    public int FixedLength { get; }

    /// <summary>Where each slot's value stands, when the layout is fixed.</summary>
    public SlotPlace[] Places { get; }

    /// <summary>Offsets of the cumulative fields, and whether they have 64 bits, when the layout is fixed.</summary>
    public (int Offset, bool IsWide)[] CounterPlaces { get; }

    /// <summary>Bytes without which the record is too short; 0 when some fields have no fixed size.</summary>
    public int RequiredLength { get; }

    /// <summary>Number of each slot's metric; -1 for a slot that only feeds formulas.</summary>
    public int[] MetricIds { get; }

    /// <summary>Values a record has.</summary>
    public int Slots => MetricIds.Length;

    /// <summary>True when some values are text.</summary>
    public bool HasText { get; }

    /// <summary>Bytes of a field; 0 when it has no fixed size.</summary>
    public static int SizeOf(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.Lanes => 0,
        FieldKind.Counter64 or FieldKind.Gauge64 or FieldKind.Hex64 or FieldKind.Mac => 8,
        FieldKind.Uuid => 16,
        _ => 4,
    };

    /// <summary>Slot of a metric; -1 when the record does not have it.</summary>
    public int SlotOf(int metricId) => (uint)metricId < (uint)_slotOfMetric.Length ? _slotOfMetric[metricId] : -1;
}
