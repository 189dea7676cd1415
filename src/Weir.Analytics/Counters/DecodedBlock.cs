using System.Globalization;
using System.Text;
using Weir.Analytics.Flows.Tables;
using Weir.Wire;

namespace Weir.Analytics.Counters;

/// <summary>Values of one counter record of a structure without fixed layout, decoded as it comes.</summary>
/// <remarks>Any structure can be kept this way; those of fixed layout are kept as bytes (<see cref="RecordChunk"/>) and give the same values.</remarks>
internal sealed class DecodedBlock
{
    /// <summary>Characters of a text that are kept, in bytes.</summary>
    public const int LongestText = 255;

    private readonly double[] _numbers;
    private readonly string?[]? _texts;
    private readonly ulong[] _previous;
    private SampleClock _clock;
    private SampleClock _clockBefore;
    private bool _hasPrevious;
    private bool _comparesWithPrevious;

    /// <summary>Starts with no values.</summary>
    public DecodedBlock(RecordTable table)
    {
        Table = table;
        _numbers = new double[Layout.Slots];
        Array.Fill(_numbers, double.NaN);
        _texts = Layout.HasText ? new string?[Layout.Slots] : null;
        _previous = new ulong[Layout.CounterFields];
    }

    /// <summary>What the blocks of this structure share within a shard.</summary>
    public RecordTable Table { get; }

    /// <summary>Engine time of the last update, in microseconds.</summary>
    public long TimeUs => _clock.TimeUs;

    private RecordLayout Layout => Table.Layout;

    /// <summary>Value in a slot.</summary>
    public MetricValue this[int slot] =>
        _texts?[slot] is { } text ? new MetricValue(double.NaN, text) : new MetricValue(_numbers[slot], null);

    /// <summary>Asks for what an update will overwrite to be brought into the cache.</summary>
    public void Prepare()
    {
        Prefetch.Object(_numbers, LinesOf(_numbers.Length));
        Prefetch.Object(_previous, LinesOf(_previous.Length));
        if (_texts is not null)
        {
            Prefetch.Object(_texts, LinesOf(_texts.Length));
        }
    }

    // Eight values to a line of 64 bytes, and the array's own length before them.
    private static int LinesOf(int values) => (values / 8) + 1;

    /// <summary>Takes a slot's value away until the next record, and what is derived from it.</summary>
    public void MakeAbsent(int slot)
    {
        _numbers[slot] = double.NaN;
        Derive();
    }

    /// <summary>The next record gives no rates.</summary>
    public void BreakHistory() => _hasPrevious = false;

    /// <summary>Takes a record over; false when it is shorter than its structure.</summary>
    public bool Update(ReadOnlySpan<byte> body, SampleClock clock)
    {
        _clockBefore = _clock;
        _clock = clock;
        _comparesWithPrevious = _hasPrevious;
        _hasPrevious = true;
        return Compute(body);
    }

    private void Derive()
    {
        Span<double> inputs = stackalloc double[16];
        foreach (DerivedMetric metric in Layout.Derived)
        {
            for (int i = 0; i < metric.Inputs.Length; i++)
            {
                inputs[i] = _numbers[metric.Inputs[i]];
            }

            double value = metric.Formula(inputs[..metric.Inputs.Length]);
            _numbers[metric.Slot] = double.IsFinite(value) ? value : double.NaN;
        }

        if (Layout.GuestNameSlot >= 0 && _texts is not null)
        {
            GuestName name = _texts[0] is { } host ? GuestName.Parse(host) : default;
            _texts[Layout.GuestNameSlot] = name.KubernetesName;
            _texts[Layout.GuestNameSlot + 1] = name.KubernetesNamespace;
            _texts[Layout.GuestNameSlot + 2] = name.SwarmName;
        }
    }

    private bool Compute(ReadOnlySpan<byte> body)
    {
        Span<ulong> counters = stackalloc ulong[_previous.Length];
        bool complete = Read(body, counters);
        ComputeRates(counters);
        counters.CopyTo(_previous);
        Derive();
        return complete;
    }

    private bool Read(ReadOnlySpan<byte> body, Span<ulong> counters)
    {
        // Whatever the record does not hold is absent, not what it was before.
        Array.Fill(_numbers, double.NaN);
        counters.Fill(ulong.MaxValue);
        XdrReader reader = new(body);
        MetricField[] fields = Layout.Fields;
        int counter = 0;
        int at = 0;
        for (; at < fields.Length; at++)
        {
            if (!(fields[at].IsCounter ? ReadCounter(ref reader, fields[at], ref counters[counter++]) : ReadValue(ref reader, fields[at])))
            {
                break;
            }
        }

        ClearTexts(at);
        return at >= Layout.RequiredFields;
    }

    private void ClearTexts(int from)
    {
        for (int i = from; _texts is not null && i < Layout.Fields.Length; i++)
        {
            MetricField field = Layout.Fields[i];
            Array.Clear(_texts, Math.Max(0, field.Slot), field.Slot < 0 ? 0 : field.Kind == FieldKind.Status ? 2 : 1);
        }
    }

    private static bool ReadCounter(ref XdrReader reader, MetricField field, ref ulong value)
    {
        if (field.Kind == FieldKind.Counter64)
        {
            bool wide = reader.TryReadUInt64(out ulong counter);
            value = wide ? counter : ulong.MaxValue;
            return wide;
        }

        // An unknown counter is all ones at either width here, so that one comparison finds it.
        bool read = reader.TryReadUInt32(out uint narrow);
        value = read && narrow != uint.MaxValue ? narrow : ulong.MaxValue;
        return read;
    }

    private bool ReadValue(ref XdrReader reader, MetricField field)
    {
        switch (field.Kind)
        {
            case FieldKind.Gauge64:
                bool hasWide = reader.TryReadUInt64(out ulong wide);
                _numbers[field.Slot] = !hasWide || wide == ulong.MaxValue ? double.NaN : wide;
                return hasWide;
            case FieldKind.Bytes:
                return ReadBytes(ref reader, field.Slot);
            case FieldKind.Single:
                bool hasSingle = reader.TryReadSingle(out float single);
                _numbers[field.Slot] = hasSingle && float.IsFinite(single) ? single : double.NaN;
                return hasSingle;
            case FieldKind.Lanes:
                return OpticalLanes.TryRead(ref reader, _numbers.AsSpan(field.Slot));
            case FieldKind.Mac or FieldKind.Hex64 or FieldKind.Uuid or FieldKind.Text:
                return ReadText(ref reader, field);
            default:
                return ReadWord(ref reader, field);
        }
    }

    private bool ReadBytes(ref XdrReader reader, int slot)
    {
        bool read = reader.TryReadUInt32(out uint word);
        for (int i = 0; i < 4; i++)
        {
            _numbers[slot + i] = read ? (word >> (24 - (8 * i))) & 0xff : double.NaN;
        }

        return read;
    }

    private bool ReadWord(ref XdrReader reader, MetricField field)
    {
        if (!reader.TryReadUInt32(out uint word))
        {
            return false;
        }

        switch (field.Kind)
        {
            case FieldKind.Word:
                _texts![field.Slot] = word == uint.MaxValue ? null : field.Words!(word);
                break;
            case FieldKind.Status:
                _texts![field.Slot] = Words.AdminStatus(word);
                _texts[field.Slot + 1] = Words.OperStatus(word);
                break;
            case FieldKind.Gauge32:
                _numbers[field.Slot] = word == uint.MaxValue ? double.NaN : word;
                break;
            case FieldKind.Signed32:
                _numbers[field.Slot] = word == uint.MaxValue ? double.NaN : unchecked((int)word);
                break;
            case FieldKind.Percent:
                _numbers[field.Slot] = word == uint.MaxValue ? double.NaN : word / 100.0;
                break;
        }

        return true;
    }

    private bool ReadText(ref XdrReader reader, MetricField field)
    {
        bool read;
        string? text = null;
        ReadOnlySpan<byte> bytes;
        switch (field.Kind)
        {
            case FieldKind.Mac:
                read = reader.TryReadMac(out MacAddress mac);
                text = mac.ToString();
                break;
            case FieldKind.Hex64:
                read = reader.TryReadUInt64(out ulong wide);
                text = wide.ToString("X16", CultureInfo.InvariantCulture);
                break;
            case FieldKind.Uuid:
                read = reader.TryReadFixed(16, out bytes);
                text = read && bytes.ContainsAnyExcept((byte)0) ? new Guid(bytes, bigEndian: true).ToString() : null;
                break;
            default:
                read = reader.TryReadOpaque(out bytes);
                text = KeepText(bytes, _texts![field.Slot]);
                break;
        }

        _texts![field.Slot] = read ? text : null;
        return read;
    }

    /// <summary>Text of the bytes; the string that is there already when it has not changed.</summary>
    internal static string? KeepText(ReadOnlySpan<byte> bytes, string? current)
    {
        ReadOnlySpan<byte> kept = bytes.Length > LongestText ? bytes[..LongestText] : bytes;
        if (kept.IsEmpty)
        {
            return null;
        }

        Span<byte> old = stackalloc byte[LongestText * 3];
        bool same = current is not null && Encoding.UTF8.TryGetBytes(current, old, out int written) && kept.SequenceEqual(old[..written]);
        return same ? current : Encoding.UTF8.GetString(kept).TrimEnd('\0');
    }

    private void ComputeRates(ReadOnlySpan<ulong> counters)
    {
        double seconds = _comparesWithPrevious ? _clock.SecondsSince(_clockBefore) : 0;
        if (seconds <= 0 || seconds > MetricBlock.LongestInterval)
        {
            return;
        }

        int counter = 0;
        foreach (MetricField field in Layout.Fields)
        {
            if (!field.IsCounter)
            {
                continue;
            }

            ulong before = _previous[counter];
            ulong now = counters[counter++];
            if (before == ulong.MaxValue || now == ulong.MaxValue)
            {
                continue;
            }

            if (!CounterDelta.TryCompute(field.Kind == FieldKind.Counter64, before, now, out ulong growth))
            {
                // One reset counter means that all counters of the record were reset, also those that seem to have wrapped.
                ClearRates();
                return;
            }

            double rate = growth / seconds;
            _numbers[field.Slot] = rate <= CounterDelta.LargestRate ? rate : double.NaN;
        }
    }

    private void ClearRates()
    {
        foreach (MetricField field in Layout.Fields)
        {
            if (field.IsCounter)
            {
                _numbers[field.Slot] = double.NaN;
            }
        }
    }
}
