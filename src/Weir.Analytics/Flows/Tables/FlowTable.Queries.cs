using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Tables;

/// <content>Reading. Called by queries inside the shard's gate: rows are copied out as they are and made text outside.</content>
internal sealed partial class FlowTable
{
    /// <summary>A flow whose samples have decayed to less than this part of one sample is gone.</summary>
    private const double NegligibleSamples = 0.01;

    // A source is rarely in the cache: asked for so many flows before it is looked at.
    private const int SourcesAhead = 16;
    private const int SourceLines = 2;

    private long _scan;

    /// <summary>Copies the largest flows of every source, those of one source side by side.</summary>
    /// <param name="wanted">Which sources; null for all.</param>
    /// <param name="perSource">Flows of one source at the most.</param>
    /// <param name="nowUs">Engine time, in microseconds.</param>
    /// <param name="ingressOnly">True to leave out what was sampled on egress.</param>
    /// <param name="rows">Gets the flows; those of one source from the smallest on.</param>
    public void Collect(Func<FlowSource, bool>? wanted, int perSource, long nowUs, bool ingressOnly, FlowRows rows)
    {
        double gain = _clock.GainAt(nowUs, _epoch);
        FlowScan scan = rows.Scan;
        scan.Begin();
        _scan++;
        for (int entry = 0; entry < _slots.Slots; entry++)
        {
            if (entry + SourcesAhead < _slots.Slots && _slots.IsUsed(entry + SourcesAhead) && SourceAt(entry + SourcesAhead) is var later)
            {
                Prefetch.Object(later, SourceLines);
            }

            if (_slots.IsUsed(entry) && _records.Entry(entry).Samples >= NegligibleSamples * gain
                && NumberOf(SourceAt(entry), wanted, gain, nowUs, scan) is >= 0 and int source)
            {
                double sum = ingressOnly ? _records.Entry(entry).Sum - (_details?[entry].Egress ?? 0) : _records.Entry(entry).Sum;
                scan.Add(source, entry, Plan.MeasuresRate ? sum : _columns.Read(entry, 0, nowUs, scan.PerSecond(source)));
            }
        }

        scan.PutInOrder();
        for (int source = 0; source < scan.Sources; source++)
        {
            double perSecond = scan.PerSecond(source);
            PriorityQueue<int, double> largest = scan.Largest(source, perSource);
            while (largest.TryDequeue(out int entry, out double value))
            {
                Copy(entry, Plan.MeasuresRate ? value * perSecond : value, perSecond, nowUs, rows);
            }
        }
    }

    /// <summary>Marks the numbers of sources of which there is a flow.</summary>
    /// <param name="used">By number.</param>
    public void MarkSources(bool[] used)
    {
        for (int slot = 0; slot < _slots.Slots; slot++)
        {
            if (_slots.IsUsed(slot))
            {
                used[SourceIdAt(slot)] = true;
            }
        }
    }

    /// <summary>The most by which any flow's true value can exceed the one shown, per second; a flow that is not there has no more than this.</summary>
    /// <param name="nowUs">Engine time, in microseconds.</param>
    public double ErrorBound(long nowUs)
    {
        double most = 0;
        for (int group = 0; group < _slots.Count; group++)
        {
            most = Math.Max(most, _slots[group].GivenUp);
        }

        return most / (_clock.GainAt(nowUs, _epoch) * _clock.TauSeconds);
    }

    /// <summary>Memory that the flows take, places not in use included, in bytes; texts and sets of distinct values excluded.</summary>
    public long Bytes => _slots.Slots * (long)BytesPerSlot;

    /// <summary>Memory of one place: share of its group, entry with key, rank, expiry, columns, and what only some definitions need.</summary>
    public int BytesPerSlot => (SlotGroup.Bytes / SlotGroups.Width) + sizeof(double) + sizeof(int) + (_records.Stride * sizeof(ulong))
        + _columns.BytesPerEntry + (_texts is null ? 0 : Plan.KeyCount * IntPtr.Size) + (_details is null ? 0 : Unsafe.SizeOf<FlowDetail>());

    /// <summary>The key of an entry as text.</summary>
    private string FormatKey(int entry) =>
        Plan.FormatKey(_records.Key(entry), _texts is null ? [] : _texts.AsSpan(entry * Plan.KeyCount, Plan.KeyCount));

    private int NumberOf(FlowSource source, Func<FlowSource, bool>? wanted, double gain, long nowUs, FlowScan scan)
    {
        // Source objects are shared by all tables of the shard: a scan is known by table and number.
        if (!ReferenceEquals(source.ScannedBy, this) || source.Scan != _scan)
        {
            source.ScannedBy = this;
            source.Scan = _scan;
            source.ScanSlot = -1;
            if (wanted is null || wanted(source))
            {
                double coverage = _clock.Coverage(nowUs - Math.Max(DefinedUs, source.FirstUs), DecayClock.LeastToShow);
                source.ScanSlot = scan.AddSource(1 / (gain * _clock.TauSeconds * coverage));
            }
        }

        return source.ScanSlot;
    }

    private void Copy(int entry, double value, double perSecond, long nowUs, FlowRows rows)
    {
        ref FlowEntry flow = ref _records.Entry(entry);
        double variance = Plan.MeasuresRate ? flow.SumSquares * perSecond * value / flow.Sum : double.NaN;
        FlowRow row = new(Plan, SourceAt(entry), value, variance, flow.LastUs, 0, 0, 0, _columns.Count - FirstValue);
        Span<double> values = rows.Add(in row, _records.Key(entry), _texts is null ? [] : _texts.AsSpan(entry * Plan.KeyCount, Plan.KeyCount));
        ReadValues(entry, nowUs, perSecond, values);
    }

    /// <summary>The column of the first value beside the measured one.</summary>
    private int FirstValue => Plan.MeasuresRate ? 0 : 1;

    private double[]? ReadValues(int entry, long nowUs) =>
        ReadValues(entry, nowUs, 1 / (_clock.GainAt(nowUs, _epoch) * _clock.TauSeconds * CoverageOf(SourceIdAt(entry))));

    private double[]? ReadValues(int entry, long nowUs, double perSecond)
    {
        if (_columns.Count == FirstValue)
        {
            return null;
        }

        double[] values = new double[_columns.Count - FirstValue];
        ReadValues(entry, nowUs, perSecond, values);
        return values;
    }

    private void ReadValues(int entry, long nowUs, double perSecond, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _columns.Read(entry, FirstValue + i, nowUs, perSecond);
        }
    }
}
