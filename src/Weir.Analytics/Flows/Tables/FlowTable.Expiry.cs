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

    private bool LogsEnds => Plan.Syntax.Definition is { Log: true, FlowStart: false };

    private bool LogsStarts => Plan.Syntax.Definition is { Log: true, FlowStart: true };

    /// <summary>Steps over ticks at which nothing can happen because the table is empty.</summary>
    public void SkipTo(long tick) => _tick = tick;

    /// <summary>Does what is due at a tick.</summary>
    public void RunTick(long tick)
    {
        _tick = tick;
        ref int bucket = ref _buckets[tick & (Buckets - 1)];
        int entry = bucket;
        bucket = -1;
        while (entry >= 0)
        {
            int next = _entries[entry].Next;
            Visit(entry, tick);
            entry = next;
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

    private void Visit(int entry, long tick)
    {
        ref FlowEntry flow = ref _entries[entry];
        long nowUs = tick * TickUs;
        if (flow.LastUs + _idleUs <= nowUs)
        {
            if (LogsEnds && flow.Pending)
            {
                Record(entry, flow.LastUs);
            }

            Release(entry);
            return;
        }

        if (LogsEnds && flow.Pending && flow.FirstUs + _activeUs <= nowUs)
        {
            Record(entry, nowUs);
        }

        Schedule(entry, tick);
    }

    private void Schedule(int entry, long tick)
    {
        ref FlowEntry flow = ref _entries[entry];
        long deadline = flow.LastUs + _idleUs;
        if (LogsEnds && flow.Pending)
        {
            deadline = Math.Min(deadline, flow.FirstUs + _activeUs);
        }

        long due = Math.Clamp((deadline + TickUs - 1) / TickUs, tick + 1, tick + Buckets - 1);
        ref int bucket = ref _buckets[due & (Buckets - 1)];
        flow.Next = bucket;
        bucket = entry;
    }

    private void Release(int entry)
    {
        ref FlowEntry flow = ref _entries[entry];
        _index.Remove(flow.Hash, entry);
        _columns.Clear(entry);
        ClearTexts(entry);
        flow.Source = null;
        flow.Next = _free;
        _free = entry;
        Count--;
    }

    private void OnInserted(int entry)
    {
        if (LogsStarts)
        {
            Record(entry, _entries[entry].LastUs);
        }
    }

    private void Record(int entry, long endUs)
    {
        ref FlowEntry flow = ref _entries[entry];
        FlowSource source = flow.Source!;
        int extra = Plan.MeasuresRate ? 0 : 1;
        _output.Add(new FlowRecord
        {
            Name = Plan.Syntax.Name,
            FlowKeys = FormatKey(entry),
            Value = Plan.MeasuresRate ? flow.Total : _columns.ReadForRecord(entry, 0, flow.LastUs),
            Values = ReadRecordValues(entry, extra, flow.LastUs),
            Start = flow.FirstUs / 1000,
            End = endUs / 1000,
            Agent = source.Agent,
            DataSource = source.DataSource,
        });
        flow.Total = 0;
        flow.Pending = false;
        _columns.ClearTotals(entry);
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
