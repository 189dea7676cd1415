using System.Numerics;
using System.Runtime.Intrinsics;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Flows.Tables;

/// <summary>The live flows of one definition in one shard, of all its sources together. Single writer: the shard.</summary>
/// <remarks>
/// Open addressing over fixed-width keys (<see cref="SlotGroups"/>). The arrays start small and double up to the capacity; there a new
/// flow takes over the slot of least rank in its home group. This is Space-Saving (Metwally, Agrawal, El Abbadi, ICDT 2005) group by group:
/// the rank is what a flow may have at the most, its sum and its error. The error of a new flow is the largest rank that its home group
/// ever gave up: if the flow was there before, that covers what was lost. So always: sum &lt;= truth &lt;= sum + error, and the value shown is
/// the sum, never the rank. A group that took in W has given up no more than W over the flows it holds; with evenly spread keys that is
/// the whole of the traffic over the capacity.
/// </remarks>
internal sealed partial class FlowTable
{
    private const int LeastCapacity = 16;

    private readonly int _capacity;
    private readonly ulong[] _secrets;
    private readonly bool _keepsDetails;
    private readonly DecayClock _clock;
    private readonly FlowOutput _output;
    private readonly ValueColumns _columns;
    private SlotGroups _slots;
    private FlowRecords _records;
    private FlowOrigin[] _origins;
    private FlowDetail[]? _details;

    // Sum and error of every flow; infinity in free slots. Apart from the entries, so that choosing a victim reads two cache lines and not
    // all of its neighbours.
    private double[] _ranks;

    // Largest rank that each group gave up.
    private double[] _givenUp;

    // Next flow in the same bucket of the expiry ring; -1 at the end.
    private int[] _next;
    private PooledText?[]? _texts;
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
        _capacity = Math.Max(LeastCapacity, settings.Capacity);
        _clock = clock;
        _output = output;
        _secrets = SecretsOf(settings.Seed, plan.WordCount);
        _keepsDetails = plan.Syntax.Definition.Log;
        _columns = new ValueColumns(plan.Columns, clock.TauSeconds, new DistinctPool(_capacity, settings.Distinct));
        _slots = new SlotGroups(LeastCapacity);
        _records = new FlowRecords(_slots.Slots, plan.WordCount);
        _origins = new FlowOrigin[_slots.Slots];
        _ranks = new double[_slots.Slots];
        _givenUp = new double[_slots.Count];
        _next = new int[_slots.Slots];
        Array.Fill(_ranks, double.PositiveInfinity);
        _columns.Resize(_slots.Slots);
        InitializeExpiry();
    }

    /// <summary>The definition is gone: gives back what it shares with other tables.</summary>
    public void Drop() => _columns.Drop();

    /// <summary>The plan; a recompiled one with the same definition may take its place.</summary>
    public FlowPlan Plan { get; set; }

    /// <summary>Engine time at which the flow was defined, in microseconds.</summary>
    public long DefinedUs { get; }

    /// <summary>Flows now in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Flows it can hold.</summary>
    public int Capacity => _capacity;

    /// <summary>Flows that gave way to others.</summary>
    public long Evictions { get; private set; }

    /// <summary>Samples that passed the filter.</summary>
    public long Matched { get; set; }

    /// <summary>Samples counted: they passed the filter and had every key and the value.</summary>
    public long Updates { get; private set; }

    /// <summary>Samples its shard had seen when the flow was defined.</summary>
    public long SeenBefore { get; init; }

    /// <summary>Gets ready to count a sample: finds out where its flow may lie, so that it is in the cache by the time of <see cref="Add"/>.</summary>
    /// <param name="sample">Source and key.</param>
    public void Prepare(SampleScratch sample)
    {
        uint hash = Hash(sample.SourceId, sample.Words.AsSpan(0, sample.WordCount));
        sample.Hash = hash;
        int group = _slots.Home(hash);
        uint candidates = _slots.Candidates(group, hash);
        if (candidates == 0)
        {
            // Perhaps a new flow: then the ranks say which one gives way.
            sample.Victim = Count == _capacity ? SampleScratch.VictimWanted : SampleScratch.NoVictim;
            Prefetch.Line(ref _ranks[group * SlotGroups.Width]);
            Prefetch.Line(ref _ranks[(group * SlotGroups.Width) + 8]);
            return;
        }

        sample.Victim = SampleScratch.NoVictim;
        int slot = (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(candidates);
        _records.Prepare(slot);
        Prefetch.Line(ref _ranks[slot]);
        _columns.Prepare(slot);
    }

    /// <summary>
    /// A new flow of a full table will take over a slot: which one is decided now, unless it changes until then. For samples whose
    /// <see cref="Prepare"/> wanted it, some time after that.
    /// </summary>
    public void PrepareVictim(SampleScratch sample)
    {
        int victim = ChooseVictim(sample.Hash);
        sample.Victim = victim;
        sample.VictimRank = _ranks[victim];
        _records.Prepare(victim);
        Prefetch.Line(ref _origins[victim]);
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="sample">Key, values, scale and time; hash from <see cref="Prepare"/>.</param>
    /// <param name="receivedTicks">When the datagram was received, for events.</param>
    public void Add(SampleScratch sample, long receivedTicks)
    {
        Updates++;
        if (_clock.Epoch != _epoch)
        {
            MoveToEpoch();
        }

        int slot = Find(sample.SourceId, sample.Hash, sample.Words.AsSpan(0, sample.WordCount));
        bool isNew = slot < 0;
        if (isNew)
        {
            slot = Insert(sample);
        }

        ref FlowEntry flow = ref _records.Entry(slot);
        double gain = sample.TimeUs == _clock.TimeUs ? _clock.Gain : _clock.GainOfLate(sample.TimeUs);
        double term = sample.Value * sample.Scale * gain;
        _ranks[slot] += term;
        flow.Sum += term;
        flow.SumSquares += term * term;
        flow.Samples += gain;
        flow.LastUs = Math.Max(flow.LastUs, sample.TimeUs);
        if (_keepsDetails | sample.IsEgress)
        {
            AddDetails(slot, sample, term);
        }

        if (_columns.Count > 0)
        {
            _columns.Add(slot, sample, gain);
        }

        if (isNew)
        {
            OnInserted(slot);
        }

        if (_thresholds.Length > 0)
        {
            CheckThresholds(slot, receivedTicks);
        }
    }

    private bool IsPending(int slot) => _details is not null && _details[slot].Pending;

    private static ulong[] SecretsOf(ulong seed, int words)
    {
        ulong[] secrets = new ulong[words + 3];
        for (int i = 0; i < secrets.Length; i++)
        {
            seed += 0x9e3779b97f4a7c15;
            secrets[i] = TextHash.Fold(seed ^ 0xa0761d6478bd642f, seed ^ 0xe7037ed1a0b428db) | 1;
        }

        return secrets;
    }

    private static bool SameKey(ReadOnlySpan<ulong> stored, ReadOnlySpan<ulong> wanted)
    {
        for (int i = 0; i < stored.Length; i++)
        {
            if (stored[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Pairs of words multiplied and folded, every word with a secret of its own: the products do not wait for each other.</summary>
    private uint Hash(uint source, ReadOnlySpan<ulong> key)
    {
        ReadOnlySpan<ulong> secrets = _secrets.AsSpan(0, key.Length + 3);
        ulong hash = secrets[^1] ^ source;
        int i = 0;
        for (; i < key.Length - 1; i += 2)
        {
            hash += TextHash.Fold(key[i] ^ secrets[i], key[i + 1] ^ secrets[i + 1]);
        }

        if (i < key.Length)
        {
            hash += TextHash.Fold(key[i] ^ secrets[i], secrets[i + 1]);
        }

        return (uint)TextHash.Fold(hash, secrets[^2]);
    }

    private int Find(uint source, uint hash, ReadOnlySpan<ulong> key)
    {
        SlotGroups slots = _slots;
        int group = slots.Home(hash);
        int groups = 0;
        while (true)
        {
            for (uint candidates = slots.Candidates(group, hash); candidates != 0; candidates &= candidates - 1)
            {
                int slot = (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(candidates);
                ref FlowEntry flow = ref _records.Entry(slot);
                if (flow.Hash == hash && flow.Source == source && SameKey(_records.Key(slot, key.Length), key))
                {
                    return slot;
                }
            }

            if (!slots.IsPassedBy(group) || ++groups == slots.Count)
            {
                return -1;
            }

            group = slots.After(group);
        }
    }

    private int Insert(SampleScratch sample)
    {
        uint hash = sample.Hash;
        int slot;
        bool takesOver = Count == _capacity;
        if (takesOver)
        {
            // The place in the expiry ring goes with the slot.
            slot = sample.Victim >= 0 && _ranks[sample.Victim].Equals(sample.VictimRank) ? sample.Victim : ChooseVictim(hash);
            Evict(slot);
            _slots.TakeAt(slot, hash);
        }
        else
        {
            Grow();
            slot = _slots.Take(hash);
            _columns.Clear(slot);
        }

        Count++;
        double error = _givenUp[_slots.Home(hash)];
        _ranks[slot] = error;
        _records.Entry(slot) = new FlowEntry { Hash = hash, Source = sample.SourceId, LastUs = sample.TimeUs };
        ref FlowOrigin origin = ref _origins[slot];
        origin.Source = sample.Source;
        origin.Error = error;
        if (_details is not null)
        {
            _details[slot] = new FlowDetail { FirstUs = sample.TimeUs };
        }

        sample.Words.AsSpan(0, sample.WordCount).CopyTo(_records.Key(slot));
        StoreTexts(slot, sample);
        if (!takesOver)
        {
            Schedule(slot, _tick);
        }

        return slot;
    }

    private void AddDetails(int slot, SampleScratch sample, double term)
    {
        _details ??= new FlowDetail[_slots.Slots];
        ref FlowDetail detail = ref _details[slot];
        detail.Egress += sample.IsEgress ? term : 0;
        if (_keepsDetails)
        {
            detail.Total += sample.Value * sample.Scale;
            detail.FirstUs = detail.Pending ? detail.FirstUs : sample.TimeUs;
            detail.Pending = true;
        }
    }

    private void StoreTexts(int slot, SampleScratch sample)
    {
        if (sample.TextCount == 0)
        {
            return;
        }

        _texts ??= new PooledText?[_slots.Slots * Plan.KeyCount];
        sample.Texts.AsSpan(0, sample.TextCount).CopyTo(_texts.AsSpan(slot * Plan.KeyCount));
    }

    /// <summary>The flow of least rank in the new one's home group, or in the next group that has any.</summary>
    private int ChooseVictim(uint hash)
    {
        int group = _slots.Home(hash);
        while (_slots.Used(group) == 0)
        {
            group = _slots.After(group);
        }

        // Four columns of four: the least of each column, then of the columns, then where it is. Free slots hold infinity.
        ReadOnlySpan<double> ranks = _ranks.AsSpan(group * SlotGroups.Width, SlotGroups.Width);
        Vector256<double> first = Vector256.Create(ranks);
        Vector256<double> second = Vector256.Create(ranks[4..]);
        Vector256<double> third = Vector256.Create(ranks[8..]);
        Vector256<double> fourth = Vector256.Create(ranks[12..]);
        Vector256<double> least = Vector256.MinNative(Vector256.MinNative(first, second), Vector256.MinNative(third, fourth));
        Vector128<double> half = Vector128.MinNative(least.GetLower(), least.GetUpper());
        least = Vector256.Create(double.MinNative(half.ToScalar(), half.GetElement(1)));
        uint places = Vector256.Equals(first, least).ExtractMostSignificantBits()
            | (Vector256.Equals(second, least).ExtractMostSignificantBits() << 4)
            | (Vector256.Equals(third, least).ExtractMostSignificantBits() << 8)
            | (Vector256.Equals(fourth, least).ExtractMostSignificantBits() << 12);
        places &= _slots.Used(group);
        return (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(places != 0 ? places : _slots.Used(group));
    }

    private void Evict(int slot)
    {
        Evictions++;
        int home = _slots.IsDisplaced(slot) ? _slots.Home(_records.Entry(slot).Hash) : slot / SlotGroups.Width;
        _givenUp[home] = Math.Max(_givenUp[home], _ranks[slot]);
        if (LogsEnds && IsPending(slot))
        {
            Record(slot, _records.Entry(slot).LastUs);
        }

        Forget(slot);
    }

    /// <summary>Empties a slot; its place in the expiry ring is the caller's.</summary>
    private void Forget(int slot)
    {
        if (_slots.IsDisplaced(slot))
        {
            _slots.Free(slot, _records.Entry(slot).Hash);
        }
        else
        {
            _slots.FreeAtHome(slot);
        }

        if (_columns.Count > 0)
        {
            _columns.Clear(slot);
        }

        _texts?.AsSpan(slot * Plan.KeyCount, Plan.KeyCount).Clear();
        _ranks[slot] = double.PositiveInfinity;
        Count--;
    }
}
