using System.Buffers.Binary;
using System.Globalization;
using Weir.Wire;

namespace Weir.Analytics.Counters;

/// <summary>Computes single values of a record of fixed layout out of its bytes and those of the one before.</summary>
/// <remarks>Whatever the record does not hold is absent. What is computed depends on the two records alone, so it makes no difference when.</remarks>
internal readonly ref struct FixedRecord
{
    private const int MostInputs = 16;

    private readonly RecordLayout _layout;
    private readonly ref RecordHead _head;
    private readonly ReadOnlySpan<byte> _newest;
    private readonly ReadOnlySpan<byte> _before;

    /// <summary>Looks at two records.</summary>
    /// <param name="layout">Their structure.</param>
    /// <param name="head">What is known of them; notes whether a counter was reset.</param>
    /// <param name="first">The first place for a record.</param>
    /// <param name="second">The second place.</param>
    public FixedRecord(RecordLayout layout, ref RecordHead head, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        _layout = layout;
        _head = ref head;
        bool isSecond = head.Has(RecordStates.IsSecond);
        _newest = (isSecond ? second : first)[..head.NewestLength];
        _before = (isSecond ? first : second)[..head.BeforeLength];
    }

    /// <summary>Value in a slot, number or text.</summary>
    public MetricValue Value(int slot)
    {
        SlotPlace place = _layout.Places[slot];
        return place.IsText && !IsAbsent(slot, place) ? new MetricValue(double.NaN, Text(place)) : new MetricValue(Number(slot), null);
    }

    /// <summary>Number in a slot; NaN when it is absent or a text.</summary>
    public double Number(int slot)
    {
        ref readonly SlotPlace place = ref _layout.Places[slot];
        if (place.Derived is { } derived)
        {
            return Derive(derived);
        }

        if (IsAbsent(slot, place))
        {
            return double.NaN;
        }

        ReadOnlySpan<byte> field = _newest[place.Offset..];
        switch (place.Kind)
        {
            case FieldKind.Counter32 or FieldKind.Counter64:
                return Rate(place.Offset, place.Kind == FieldKind.Counter64);
            case FieldKind.Gauge64:
                ulong wide = BinaryPrimitives.ReadUInt64BigEndian(field);
                return wide == ulong.MaxValue ? double.NaN : wide;
            case FieldKind.Bytes:
                return field[place.Part];
            case FieldKind.Single:
                float single = BinaryPrimitives.ReadSingleBigEndian(field);
                return float.IsFinite(single) ? single : double.NaN;
            case FieldKind.Gauge32 or FieldKind.Signed32 or FieldKind.Percent:
                return Word(place.Kind, BinaryPrimitives.ReadUInt32BigEndian(field));
            default:
                return double.NaN;
        }
    }

    private bool IsAbsent(int slot, in SlotPlace place) =>
        _head.AbsentSlot == slot + 1 || place.Offset < 0 || place.Offset + RecordLayout.SizeOf(place.Kind) > _newest.Length;

    private static double Word(FieldKind kind, uint word) => word == uint.MaxValue ? double.NaN : kind switch
    {
        FieldKind.Signed32 => unchecked((int)word),
        FieldKind.Percent => word / 100.0,
        _ => word,
    };

    private string? Text(in SlotPlace place)
    {
        ReadOnlySpan<byte> field = _newest.Slice(place.Offset, RecordLayout.SizeOf(place.Kind));
        switch (place.Kind)
        {
            case FieldKind.Mac:
                return MacAddress.Read(field).ToString();
            case FieldKind.Hex64:
                return BinaryPrimitives.ReadUInt64BigEndian(field).ToString("X16", CultureInfo.InvariantCulture);
            case FieldKind.Uuid:
                return field.ContainsAnyExcept((byte)0) ? new Guid(field, bigEndian: true).ToString() : null;
            default:
                uint word = BinaryPrimitives.ReadUInt32BigEndian(field);
                return place.Kind == FieldKind.Status
                    ? (place.Part == 0 ? Words.AdminStatus(word) : Words.OperStatus(word))
                    : word == uint.MaxValue ? null : place.Words!(word);
        }
    }

    private double Derive(DerivedMetric metric)
    {
        Span<double> inputs = stackalloc double[MostInputs];
        for (int i = 0; i < metric.Inputs.Length; i++)
        {
            inputs[i] = Number(metric.Inputs[i]);
        }

        double value = metric.Formula(inputs[..metric.Inputs.Length]);
        return double.IsFinite(value) ? value : double.NaN;
    }

    private double Rate(int offset, bool isWide)
    {
        double seconds = _head.Seconds;
        if (seconds <= 0 || !TryReadPair(offset, isWide, out ulong before, out ulong now) || IsReset())
        {
            return double.NaN;
        }

        CounterDelta.TryCompute(isWide, before, now, out ulong growth);
        double rate = growth / seconds;
        return rate <= CounterDelta.LargestRate ? rate : double.NaN;
    }

    /// <summary>One reset counter means that all counters of the record were reset, also those that seem to have wrapped.</summary>
    private bool IsReset()
    {
        if (!_head.Has(RecordStates.ResetKnown))
        {
            _head.Set(RecordStates.ResetKnown, true);
            _head.Set(RecordStates.IsReset, FindReset());
        }

        return _head.Has(RecordStates.IsReset);
    }

    private bool FindReset()
    {
        foreach ((int offset, bool isWide) in _layout.CounterPlaces)
        {
            if (TryReadPair(offset, isWide, out ulong before, out ulong now) && !CounterDelta.TryCompute(isWide, before, now, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a counter of both records; false when one of them is not there or unknown (all ones at either width).</summary>
    private bool TryReadPair(int offset, bool isWide, out ulong before, out ulong now)
    {
        before = 0;
        now = 0;
        int end = offset + (isWide ? sizeof(ulong) : sizeof(uint));
        if (end > _newest.Length || end > _before.Length)
        {
            return false;
        }

        before = Counter(_before[offset..], isWide);
        now = Counter(_newest[offset..], isWide);
        return before != ulong.MaxValue && now != ulong.MaxValue;
    }

    private static ulong Counter(ReadOnlySpan<byte> field, bool isWide)
    {
        if (isWide)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(field);
        }

        uint narrow = BinaryPrimitives.ReadUInt32BigEndian(field);
        return narrow == uint.MaxValue ? ulong.MaxValue : narrow;
    }
}
