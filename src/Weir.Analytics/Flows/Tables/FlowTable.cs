using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>The live flows of one definition in one shard, of all its sources together. Single writer: the shard.</summary>
/// <remarks>
/// Open addressing over fixed-width keys. The arrays start small and double up to the capacity; there a new flow takes over the
/// smallest of a few neighbours (in the manner of Space-Saving; Metwally, Agrawal, El Abbadi, ICDT 2005), whose size it keeps as its
/// error bound only, never as its value: spoofed sources fight each other for places, and large flows stay.
/// </remarks>
internal sealed partial class FlowTable
{
    private const int FirstCapacity = 16;
    private const int EvictionSample = 16;

    private readonly int _capacity;
    private readonly int _stride;
    private readonly ulong _seed;
    private readonly DecayClock _clock;
    private readonly FlowOutput _output;
    private readonly ValueColumns _columns;
    private readonly FlowIndex _index;
    private FlowEntry[] _entries;

    // Sum of the scaled values of every entry, of the sampling rates when the value is no rate. Apart from the rest of the entries, so
    // that choosing a victim reads two cache lines and not all of its neighbours.
    private double[] _sums;
    private ulong[] _keys;
    private PooledText?[]? _texts;
    private int _used;
    private int _free = -1;
    private long _epoch;

    /// <summary>Makes an empty table.</summary>
    /// <param name="plan">What it holds the flows of.</param>
    /// <param name="settings">Capacity and seed.</param>
    /// <param name="clock">Decay clock of the definition's time constant.</param>
    /// <param name="output">Gets records and events.</param>
    /// <param name="nowUs">Engine time of the definition, in microseconds.</param>
    public FlowTable(FlowPlan plan, FlowTableSettings settings, DecayClock clock, FlowOutput output, long nowUs)
    {
        Plan = plan;
        DefinedUs = nowUs;
        _capacity = Math.Max(EvictionSample, settings.Capacity);
        _seed = settings.Seed;
        _clock = clock;
        _output = output;
        _stride = plan.WordCount;
        _columns = new ValueColumns(plan.Columns, clock.TauSeconds, new DistinctPool(_capacity));
        int first = Math.Min(FirstCapacity, _capacity);
        _index = new FlowIndex(first);
        _entries = new FlowEntry[first];
        _sums = new double[first];
        _keys = new ulong[first * _stride];
        _columns.Resize(first);
        InitializeExpiry();
    }

    /// <summary>The plan; a recompiled one with the same definition may take its place.</summary>
    public FlowPlan Plan { get; set; }

    /// <summary>Engine time at which the flow was defined, in microseconds.</summary>
    public long DefinedUs { get; }

    /// <summary>Flows now in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Flows that gave way to others.</summary>
    public long Evictions { get; private set; }

    /// <summary>Samples counted.</summary>
    public long Matched { get; private set; }

    /// <summary>Counts a sample.</summary>
    /// <param name="source">Where it belongs.</param>
    /// <param name="sample">Key, values, scale and time.</param>
    /// <param name="words">Words the key takes.</param>
    /// <param name="receivedTicks">When the datagram was received, for events.</param>
    public void Add(FlowSource source, SampleScratch sample, int words, long receivedTicks)
    {
        Matched++;
        MoveToEpoch();
        ReadOnlySpan<ulong> key = sample.Words.AsSpan(0, words);
        uint hash = Hash(source.Id, key);
        int entry = Find(source, hash, key);
        bool isNew = entry < 0;
        if (isNew)
        {
            entry = Insert(source, hash, sample, words);
        }

        ref FlowEntry flow = ref _entries[entry];
        double gain = sample.TimeUs == _clock.TimeUs ? _clock.Gain : _clock.GainAt(sample.TimeUs, _epoch);
        double value = sample.Value * sample.Scale;
        double term = value * gain;
        _sums[entry] += term;
        flow.SumSquares += term * term;
        flow.Ingress += sample.IsEgress ? 0 : value * gain;
        flow.Samples += gain;
        flow.Total += value;
        flow.LastUs = Math.Max(flow.LastUs, sample.TimeUs);
        if (!flow.Pending)
        {
            flow.Pending = true;
            flow.FirstUs = sample.TimeUs;
        }

        if (_columns.Count > 0)
        {
            _columns.Add(entry, sample, gain);
        }

        if (isNew)
        {
            OnInserted(entry);
        }

        if (_thresholds.Length > 0)
        {
            CheckThresholds(entry, receivedTicks);
        }
    }

    private static bool SameKey(ReadOnlySpan<ulong> stored, ReadOnlySpan<ulong> wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (stored[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private uint Hash(uint source, ReadOnlySpan<ulong> key)
    {
        ulong hash = _seed ^ source;
        foreach (ulong word in key)
        {
            hash = TextHash.Fold(hash ^ word, 0x9e3779b97f4a7c15);
        }

        return (uint)(hash ^ (hash >> 32));
    }

    private int Find(FlowSource source, uint hash, ReadOnlySpan<ulong> key)
    {
        int at = _index.Start(hash);
        while (true)
        {
            int entry = _index.Next(hash, ref at);
            if (entry < 0)
            {
                return -1;
            }

            if (ReferenceEquals(_entries[entry].Source, source) && SameKey(_keys.AsSpan(entry * _stride, key.Length), key))
            {
                return entry;
            }
        }
    }

    private int Insert(FlowSource source, uint hash, SampleScratch sample, int words)
    {
        double error = 0;
        int entry = TakeFree();
        bool scheduled = false;
        if (entry < 0)
        {
            entry = ChooseVictim(hash);
            error = _sums[entry];
            Evict(entry);
            scheduled = true;
        }

        ref FlowEntry flow = ref _entries[entry];
        int next = flow.Next;
        _sums[entry] = 0;
        flow = new FlowEntry { Source = source, Hash = hash, Error = error, FirstUs = sample.TimeUs, LastUs = sample.TimeUs, Next = next };
        sample.Words.AsSpan(0, words).CopyTo(_keys.AsSpan(entry * _stride, _stride));
        StoreTexts(entry, sample);
        _index.Add(hash, entry);
        Count++;
        if (!scheduled)
        {
            Schedule(entry, _tick);
        }

        return entry;
    }

    private void StoreTexts(int entry, SampleScratch sample)
    {
        if (sample.TextCount == 0)
        {
            return;
        }

        _texts ??= new PooledText?[_entries.Length * Plan.KeyCount];
        sample.Texts.AsSpan(0, sample.TextCount).CopyTo(_texts.AsSpan(entry * Plan.KeyCount));
    }

    private int TakeFree()
    {
        int entry = _free;
        if (entry >= 0)
        {
            _free = _entries[entry].Next;
        }
        else if (_used < _entries.Length || Grow())
        {
            entry = _used++;
        }

        if (entry >= 0)
        {
            _columns.Clear(entry);
        }

        return entry;
    }

    private bool Grow()
    {
        if (_entries.Length >= _capacity)
        {
            return false;
        }

        int size = Math.Min(_capacity, _entries.Length * 2);
        Array.Resize(ref _entries, size);
        Array.Resize(ref _sums, size);
        Array.Resize(ref _keys, size * _stride);
        if (_texts is not null)
        {
            Array.Resize(ref _texts, size * Plan.KeyCount);
        }

        _columns.Resize(size);
        _index.Grow(size);
        return true;
    }

    /// <summary>The smallest of a few neighbours; which ones, the new flow's hash decides.</summary>
    private int ChooseVictim(uint hash)
    {
        int start = (int)(((ulong)hash * (uint)(_used - EvictionSample + 1)) >> 32);
        ReadOnlySpan<double> sums = _sums.AsSpan(start, EvictionSample);
        double least = sums[0];
        int victim = 0;
        for (int i = 1; i < sums.Length; i++)
        {
            if (sums[i] < least)
            {
                least = sums[i];
                victim = i;
            }
        }

        return start + victim;
    }

    private void Evict(int entry)
    {
        Evictions++;
        if (LogsEnds && _entries[entry].Pending)
        {
            Record(entry, _entries[entry].LastUs);
        }

        _index.Remove(_entries[entry].Hash, entry);
        _columns.Clear(entry);
        ClearTexts(entry);
        Count--;
    }

    private void ClearTexts(int entry) => _texts?.AsSpan(entry * Plan.KeyCount, Plan.KeyCount).Clear();

    private void MoveToEpoch()
    {
        if (_clock.Epoch == _epoch)
        {
            return;
        }

        // Only samples move the landmark, never the passing of time alone: so the rounding of sums does not depend on who looked when.
        double factor = DecayClock.Rebase(_epoch, _clock.Epoch);
        _epoch = _clock.Epoch;
        for (int entry = 0; entry < _used; entry++)
        {
            ref FlowEntry flow = ref _entries[entry];
            _sums[entry] *= factor;
            flow.SumSquares *= factor * factor;
            flow.Ingress *= factor;
            flow.Samples *= factor;
            flow.Error *= factor;
            _columns.Rebase(entry, factor);
        }
    }
}
