using System.Numerics;
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
    private readonly KeyHash _hash;
    private readonly FlowSources _sources;
    private readonly bool _keepsDetails;
    private readonly bool _hasColumns;
    private readonly bool _logsEnds;
    private readonly bool _logsStarts;
    private readonly DecayClock _clock;
    private readonly FlowOutput _output;
    private readonly ValueColumns _columns;
    private SlotGroups _slots;
    private FlowRecords _records;
    private SlotRanks _ranks;
    private FlowDetail[]? _details;

    // Next flow in the same bucket of the expiry ring; -1 at the end.
    private int[] _next;
    private PooledText?[]? _texts;
    private long _epoch;

    /// <summary>Makes an empty table.</summary>
    /// <param name="plan">What it holds the flows of.</param>
    /// <param name="settings">Capacity and seed.</param>
    /// <param name="sources">The shard's sources.</param>
    /// <param name="clock">Decay clock of the definition's time constant.</param>
    /// <param name="output">Gets records and events.</param>
    /// <param name="nowUs">Engine time of the definition, in microseconds.</param>
    public FlowTable(FlowPlan plan, FlowTableSettings settings, FlowSources sources, DecayClock clock, FlowOutput output, long nowUs)
    {
        Plan = plan;
        DefinedUs = nowUs;
        _capacity = Math.Max(LeastCapacity, settings.Capacity);
        _clock = clock;
        _output = output;
        _hash = new KeyHash(settings.Seed, plan.WordCount);
        _sources = sources;
        _keepsDetails = plan.Syntax.Definition.Log;
        _hasColumns = plan.Columns.Length > 0;
        _logsEnds = plan.Syntax.Definition is { Log: true, FlowStart: false };
        _logsStarts = plan.Syntax.Definition is { Log: true, FlowStart: true };
        _columns = new ValueColumns(plan.Columns, clock.TauSeconds, new DistinctPool(_capacity, settings.Distinct));
        _slots = new SlotGroups(LeastCapacity);
        _records = new FlowRecords(_slots.Slots, plan.WordCount);
        _ranks = new SlotRanks(_slots.Slots);
        _next = new int[_slots.Slots];
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

    /// <summary>A sample will be counted: asks for the slots where its flow may lie. First of three steps before <see cref="Add"/>, each some time after the last.</summary>
    /// <param name="sample">The key, its source included.</param>
    public void Announce(SampleScratch sample)
    {
        uint hash = _hash.Of(sample.Words[..sample.WordCount]);
        sample.Hash = hash;
        _slots.Prepare(_slots.Home(hash));
    }

    /// <summary>Second step: finds out where the flow may lie, and asks for what is there.</summary>
    public void Prepare(SampleScratch sample)
    {
        uint hash = sample.Hash;
        int group = _slots.Home(hash);
        uint candidates = _slots.Candidates(group, hash);
        if (candidates == 0)
        {
            // Perhaps a new flow: then the ranks say which one gives way.
            sample.Victim = Count == _capacity ? SampleScratch.VictimWanted : SampleScratch.NoVictim;
            _ranks.PrepareGroup(group);
            return;
        }

        sample.Victim = SampleScratch.NoVictim;
        int slot = (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(candidates);
        _records.Prepare(slot, sample.WordCount);
        _ranks.Prepare(slot);
        _columns.Prepare(slot);
    }

    /// <summary>
    /// Third step, for samples whose <see cref="Prepare"/> wanted it: a new flow of a full table will take over a slot; which one is decided
    /// now, unless it changes until then.
    /// </summary>
    public void PrepareVictim(SampleScratch sample)
    {
        int victim = ChooseVictim(sample.Hash);
        sample.Victim = victim;
        sample.VictimRank = _ranks[victim];
        _records.Prepare(victim, sample.WordCount);
        _columns.Prepare(victim);
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="sample">Key, values, scale and time; hash from <see cref="Announce"/>.</param>
    /// <param name="receivedTicks">When the datagram was received, for events.</param>
    public void Add(SampleScratch sample, long receivedTicks)
    {
        Updates++;
        if (_clock.Epoch != _epoch)
        {
            MoveToEpoch();
        }

        int slot = Find(sample.Hash, sample.Key);
        bool isNew = slot < 0;
        if (isNew)
        {
            slot = Insert(sample);
        }

        bool starts = _logsStarts && (isNew || TryStartAgain(slot, sample.TimeUs));
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

        if (_hasColumns)
        {
            _columns.Add(slot, sample, gain);
        }

        if (starts)
        {
            Record(slot, _records.Entry(slot).LastUs);
        }

        if (_thresholds.Length > 0)
        {
            CheckThresholds(slot, receivedTicks);
        }
    }

    private bool IsPending(int slot) => _details is not null && _details[slot].Pending;

    private FlowSource SourceAt(int slot) => _sources[SourceIdAt(slot)]!;

    private uint SourceIdAt(int slot) => KeyUnits.Over(_records.Key(slot, 1))[KeyUnits.Source];

    /// <summary>Hash of a slot's key: needed too seldom to be kept.</summary>
    private uint HashAt(int slot)
    {
        Span<ulong> key = _records.Key(slot);
        return _hash.Of(key[..KeyUnits.WordsOf(key, Plan.KeyCount)]);
    }

    private int Find(uint hash, ReadOnlySpan<ulong> key)
    {
        ref readonly SlotGroups slots = ref _slots;
        int group = slots.Home(hash);
        int groups = 0;
        while (true)
        {
            for (uint candidates = slots.Candidates(group, hash); candidates != 0; candidates &= candidates - 1)
            {
                int slot = (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(candidates);
                if (_records.HasKey(slot, key))
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
        int slot;
        if (Count == _capacity)
        {
            slot = sample.Victim >= 0 && _ranks[sample.Victim].Equals(sample.VictimRank) ? sample.Victim : ChooseVictim(sample.Hash);
            TakeOver(slot, sample.Hash);
            Begin(slot, sample);
            return slot;
        }

        Grow();
        slot = _slots.Take(sample.Hash);
        _columns.Clear(slot);
        Count++;
        Begin(slot, sample);
        Schedule(slot, _tick);
        return slot;
    }

    private void Begin(int slot, SampleScratch sample)
    {
        _ranks[slot] = _slots[_slots.Home(sample.Hash)].GivenUp;
        _records.Entry(slot) = new FlowEntry { LastUs = sample.TimeUs };
        if (_details is not null)
        {
            _details[slot] = new FlowDetail { FirstUs = sample.TimeUs };
        }

        KeyUnits.Copy(sample.Key, _records.Key(slot));
        StoreTexts(slot, sample);
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

        uint places = _ranks.Least(group) & _slots.Used(group);
        return (group * SlotGroups.Width) + BitOperations.TrailingZeroCount(places != 0 ? places : _slots.Used(group));
    }

    /// <summary>Gives the slot of a flow, with its place in the expiry ring, to another.</summary>
    private void TakeOver(int slot, uint hash)
    {
        Evictions++;
        bool isDisplaced = _slots.IsDisplaced(slot);
        ref double givenUp = ref _slots[isDisplaced ? _slots.Home(HashAt(slot)) : slot / SlotGroups.Width].GivenUp;
        givenUp = Math.Max(givenUp, _ranks[slot]);
        if (_logsEnds && IsPending(slot))
        {
            Record(slot, _records.Entry(slot).LastUs);
        }

        ClearExtras(slot);
        if (!isDisplaced && _slots.Home(hash) == slot / SlotGroups.Width)
        {
            _slots.Replace(slot, hash);
            return;
        }

        FreeSlot(slot);
        _slots.TakeAt(slot, hash);
    }

    /// <summary>Empties a slot; its place in the expiry ring is the caller's.</summary>
    private void Forget(int slot)
    {
        FreeSlot(slot);
        ClearExtras(slot);
        _ranks[slot] = double.PositiveInfinity;
        Count--;
    }

    private void FreeSlot(int slot)
    {
        if (_slots.IsDisplaced(slot))
        {
            _slots.Free(slot, HashAt(slot));
        }
        else
        {
            _slots.FreeAtHome(slot);
        }
    }

    private void ClearExtras(int slot)
    {
        if (_hasColumns)
        {
            _columns.Clear(slot);
        }

        _texts?.AsSpan(slot * Plan.KeyCount, Plan.KeyCount).Clear();
    }
}
