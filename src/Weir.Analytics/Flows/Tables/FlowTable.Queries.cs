using System.Runtime.CompilerServices;

namespace Weir.Analytics.Flows.Tables;

/// <content>Reading. Called by queries inside the shard's gate: rows are copied out as they are and made text outside.</content>
internal sealed partial class FlowTable
{
    /// <summary>A flow whose samples have decayed to less than this part of one sample is gone.</summary>
    private const double NegligibleSamples = 0.01;

    private long _scan;

    /// <summary>Copies the largest flows of every source.</summary>
    /// <param name="wanted">Which sources; null for all.</param>
    /// <param name="perSource">Flows of one source at the most.</param>
    /// <param name="nowUs">Engine time, in microseconds.</param>
    /// <param name="ingressOnly">True to leave out what was sampled on egress.</param>
    /// <param name="rows">Gets the flows, in no particular order.</param>
    public void Collect(Func<FlowSource, bool>? wanted, int perSource, long nowUs, bool ingressOnly, List<FlowRow> rows)
    {
        double gain = _clock.GainAt(nowUs, _epoch);
        List<SourceScan> scans = [];
        _scan++;
        for (int entry = 0; entry < _slots.Slots; entry++)
        {
            if (_slots.IsUsed(entry) && _records.Entry(entry).Samples >= NegligibleSamples * gain
                && ScanOf(_sources[entry]!, wanted, gain, nowUs, scans) is { } scan)
            {
                double sum = ingressOnly ? _records.Entry(entry).Sum - (_details?[entry].Egress ?? 0) : _records.Entry(entry).Sum;
                scan.Offer(entry, Plan.MeasuresRate ? sum : _columns.Read(entry, 0, nowUs, scan.PerSecond), perSource);
            }
        }

        foreach (SourceScan scan in scans)
        {
            while (scan.Largest.TryDequeue(out int entry, out double value))
            {
                rows.Add(Copy(entry, Plan.MeasuresRate ? value * scan.PerSecond : value, scan.PerSecond, nowUs));
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

    /// <summary>Memory of one place: share of its group, entry with key, source, rank, expiry, columns, and what only some definitions need.</summary>
    public int BytesPerSlot => (SlotGroup.Bytes / SlotGroups.Width) + IntPtr.Size + sizeof(double) + sizeof(int) + (_records.Stride * sizeof(ulong))
        + _columns.BytesPerEntry + (_texts is null ? 0 : Plan.KeyCount * IntPtr.Size) + (_details is null ? 0 : Unsafe.SizeOf<FlowDetail>());

    /// <summary>The key of an entry as text.</summary>
    private string FormatKey(int entry) =>
        Plan.FormatKey(_records.Key(entry), _texts is null ? [] : _texts.AsSpan(entry * Plan.KeyCount, Plan.KeyCount));

    private SourceScan? ScanOf(FlowSource source, Func<FlowSource, bool>? wanted, double gain, long nowUs, List<SourceScan> scans)
    {
        // Source objects are shared by all tables of the shard: a scan is known by table and number.
        if (!ReferenceEquals(source.ScannedBy, this) || source.Scan != _scan)
        {
            source.ScannedBy = this;
            source.Scan = _scan;
            source.ScanSlot = wanted is null || wanted(source) ? scans.Count : -1;
            if (source.ScanSlot >= 0)
            {
                double coverage = _clock.Coverage(nowUs - Math.Max(DefinedUs, source.FirstUs), DecayClock.LeastToShow);
                scans.Add(new SourceScan(1 / (gain * _clock.TauSeconds * coverage)));
            }
        }

        return source.ScanSlot < 0 ? null : scans[source.ScanSlot];
    }

    private FlowRow Copy(int entry, double value, double perSecond, long nowUs)
    {
        ref FlowEntry flow = ref _records.Entry(entry);
        return new FlowRow
        {
            Plan = Plan,
            Source = _sources[entry]!,
            Words = [.. _records.Key(entry)],
            Texts = _texts is null ? [] : [.. _texts.AsSpan(entry * Plan.KeyCount, Plan.KeyCount)],
            Value = value,
            Values = ReadValues(entry, nowUs, perSecond),
            Variance = Plan.MeasuresRate ? flow.SumSquares * perSecond * value / _records.Entry(entry).Sum : double.NaN,
            LastUs = flow.LastUs,
        };
    }

    private double[]? ReadValues(int entry, long nowUs) =>
        ReadValues(entry, nowUs, 1 / (_clock.GainAt(nowUs, _epoch) * _clock.TauSeconds * CoverageOf(_sources[entry]!)));

    private double[]? ReadValues(int entry, long nowUs, double perSecond)
    {
        int from = Plan.MeasuresRate ? 0 : 1;
        if (_columns.Count == from)
        {
            return null;
        }

        double[] values = new double[_columns.Count - from];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _columns.Read(entry, from + i, nowUs, perSecond);
        }

        return values;
    }

    /// <summary>The largest flows of one source met so far.</summary>
    private sealed class SourceScan(double perSecond)
    {
        public double PerSecond { get; } = perSecond;

        public PriorityQueue<int, double> Largest { get; } = new();

        public void Offer(int entry, double value, int most)
        {
            if (Largest.Count < most)
            {
                Largest.Enqueue(entry, value);
            }
            else
            {
                Largest.EnqueueDequeue(entry, value);
            }
        }
    }
}
