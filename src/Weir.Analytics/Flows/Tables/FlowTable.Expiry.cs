namespace Weir.Analytics.Flows.Tables;

/// <content>
/// Ends of flows. Time moves on a grid of <see cref="TickUs"/>: every entry hangs in the bucket of the tick at which it may end at the
/// earliest; when the tick comes, the entry ends, is recorded, or moves to the bucket of its new deadline. What was seen since costs
/// nothing, and the outcome depends on engine time only, not on who moved it in which steps.
/// </content>
internal sealed partial class FlowTable
{
    /// <summary>Distance of two ticks of engine time, in microseconds.</summary>
    public const long TickUs = 100_000;

    private const int Buckets = 1_024;
    private const double LeastIdleSeconds = 10;

    private readonly int[] _buckets = new int[Buckets];
    private long _tick;
    private long _idleUs;
    private long _activeUs;

    /// <summary>Steps over ticks at which nothing can happen because the table is empty.</summary>
    public void SkipTo(long tick) => _tick = tick;

    /// <summary>Does what is due at a tick.</summary>
    public void RunTick(long tick)
    {
        _tick = tick;
        ref int bucket = ref _buckets[tick & (Buckets - 1)];
        int slot = bucket;
        bucket = -1;
        while (slot >= 0)
        {
            int next = _next[slot];
            Visit(slot, tick);
            slot = next;
        }
    }

    private void InitializeExpiry()
    {
        Array.Fill(_buckets, -1);
        _tick = DefinedUs / TickUs;
        FlowDefinition definition = Plan.Syntax.Definition;
        double idle = definition.Log
            ? Math.Min(definition.ActiveTimeout, Math.Max(5 * definition.T, LeastIdleSeconds))
            : Math.Max(10 * definition.T, LeastIdleSeconds);
        _idleUs = (long)(idle * 1e6);
        _activeUs = (long)(definition.ActiveTimeout * 1e6);
    }

    private void Visit(int slot, long tick)
    {
        long lastUs = _records.Entry(slot).LastUs;
        long nowUs = tick * TickUs;
        if (lastUs + _idleUs <= nowUs)
        {
            if (_logsEnds && IsPending(slot))
            {
                Record(slot, lastUs);
            }

            Forget(slot);
            return;
        }

        if (_logsEnds && IsPending(slot) && _details![slot].FirstUs + _activeUs <= nowUs)
        {
            Record(slot, nowUs);
        }

        Schedule(slot, tick);
    }

    private void Schedule(int slot, long tick)
    {
        long deadline = _records.Entry(slot).LastUs + _idleUs;
        if (_logsEnds && IsPending(slot))
        {
            deadline = Math.Min(deadline, _details![slot].FirstUs + _activeUs);
        }

        long due = Math.Clamp((deadline + TickUs - 1) / TickUs, tick + 1, tick + Buckets - 1);
        ref int bucket = ref _buckets[due & (Buckets - 1)];
        _next[slot] = bucket;
        bucket = slot;
    }

    private void MoveExpiry(int[] places)
    {
        int[] after = new int[_slots.Slots];
        for (int slot = 0; slot < places.Length; slot++)
        {
            if (places[slot] >= 0)
            {
                after[places[slot]] = _next[slot] < 0 ? -1 : places[_next[slot]];
            }
        }

        _next = after;
        foreach (ref int bucket in _buckets.AsSpan())
        {
            bucket = bucket < 0 ? -1 : places[bucket];
        }
    }

    /// <summary>A flow that is recorded at its start and is as old as the active timeout starts again with this sample.</summary>
    private bool TryStartAgain(int slot, long timeUs)
    {
        ref FlowDetail detail = ref _details![slot];
        if (timeUs - detail.FirstUs < _activeUs)
        {
            return false;
        }

        detail.Pending = false;
        detail.Total = 0;
        _columns.ClearTotals(slot);
        return true;
    }

    private void Record(int slot, long endUs)
    {
        _details ??= new FlowDetail[_slots.Slots];
        ref FlowDetail detail = ref _details[slot];
        FlowSource source = SourceAt(slot);
        long lastUs = _records.Entry(slot).LastUs;
        int extra = Plan.MeasuresRate ? 0 : 1;
        _output.Add(new FlowRecord
        {
            Name = Plan.Syntax.Name,
            FlowKeys = FormatKey(slot),
            Value = Plan.MeasuresRate ? detail.Total : _columns.ReadForRecord(slot, 0, lastUs),
            Values = ReadRecordValues(slot, extra, lastUs),
            Start = detail.FirstUs / 1000,
            End = endUs / 1000,
            Agent = source.Agent,
            DataSource = source.DataSource,
        });
        detail.Total = 0;
        detail.Pending = _logsStarts;
        _columns.ClearTotals(slot);
    }

    private double[]? ReadRecordValues(int entry, int from, long timeUs)
    {
        if (_columns.Count == from)
        {
            return null;
        }

        double[] values = new double[_columns.Count - from];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _columns.ReadForRecord(entry, from + i, timeUs);
        }

        return values;
    }
}
