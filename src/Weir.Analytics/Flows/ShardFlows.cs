using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Flows.Plans.Shapes;
using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Groups;
using Weir.Analytics.Thresholds;
using Weir.Analytics.Topology;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Flows;

/// <summary>Flow tables and thresholds of one shard: what a sample meets after it was decoded. Single writer: the shard.</summary>
internal sealed partial class ShardFlows
{
    // More than a datagram's samples bring to a dozen tables: the few left over would have to wait for memory by themselves.
    private const int StagedAtOnce = 64;

    // Of a sample that a definition does not count where it was taken.
    private const uint NoRow = 0;

    private readonly AnalyticsOptions _options;
    private readonly MetricTable _metrics;
    private readonly TopologyStore _topology;
    private readonly FlowTableSettings _settings;
    private readonly TextPool _texts = new();
    private readonly SampleScratch[] _staged = [.. Enumerable.Range(0, StagedAtOnce).Select(_ => new SampleScratch())];
    private readonly Dictionary<double, DecayClock> _clocks = [];
    private readonly Dictionary<ThresholdPlan, FlowThreshold> _flowThresholds = [];
    private readonly CounterWatcher _watcher;
    // Numbers of the rows of the whole network; 0 before there was a flow.
    private readonly uint[] _network = new uint[Enum.GetValues<AggregationMode>().Length];
    private PlanSet? _plans;
    private int _stagedCount;
    private uint _sourceRow;
    private double _scale;
    private bool _isEgress;
    private Evaluator? _evaluator;
    private ShapeCache? _shapes;
    private long _samples;
    private long _discards;
    private AgentState? _agent;
    private FlowTable[] _tables = [];
    private long _tick;
    private long _firstUs = -1;
    private long _goneEvictions;

    /// <summary>Starts without definitions.</summary>
    public ShardFlows(AnalyticsOptions options, MetricTable metrics, TopologyStore topology)
    {
        _options = options;
        _metrics = metrics;
        _topology = topology;
        ulong seed = options.ReplayClock ? 0x5f3759df : (ulong)Random.Shared.NextInt64();
        _settings = new FlowTableSettings(options.FlowTableCapacity, seed, new DistinctBudget(options.DistinctBytes));
        _watcher = new CounterWatcher(metrics.Matches, Output);
        metrics.Watcher = _watcher;
    }

    /// <summary>Whose flows there are.</summary>
    public FlowSources Sources { get; } = new();

    /// <summary>Records and events to be handed over.</summary>
    public FlowOutput Output { get; } = new();

    /// <summary>Engine time in microseconds; 0 before the first datagram.</summary>
    public long NowUs { get; private set; }

    /// <summary>Flow samples whose agent gave no sampling rate.</summary>
    public long UnknownRates { get; private set; }

    /// <summary>When the datagram being processed was received, for events; 0 when unknown.</summary>
    public long ReceivedTicks
    {
        get => _watcher.ReceivedTicks;
        set => _watcher.ReceivedTicks = value;
    }

    /// <summary>The string for a name on the wire, the same one every time.</summary>
    public string NameOf(ReadOnlySpan<byte> utf8) => _texts.Get(utf8).Value;

    /// <summary>Takes up the group sets for the batch that begins.</summary>
    public void UseGroups(GroupSet?[] sets)
    {
        if (_evaluator is not null)
        {
            _evaluator.GroupSets = sets;
        }
    }

    /// <summary>True when a newer plan set waits.</summary>
    public bool IsBehind(PlanSet plans) => !ReferenceEquals(plans, _plans);

    /// <summary>Takes up a plan set: flows and thresholds that are still defined keep their state.</summary>
    public void Install(PlanSet plans)
    {
        Dictionary<FlowSyntax, FlowTable> before = _tables.ToDictionary(table => table.Plan.Syntax);
        foreach (FlowTable gone in _tables.Where(table => !Array.Exists(plans.Plans, plan => plan.Syntax == table.Plan.Syntax)))
        {
            _goneEvictions += gone.Evictions;
            gone.Drop();
        }

        _plans = plans;
        _evaluator = new Evaluator(plans.KeyNodes, plans.TestNodes, plans.Memos, _texts);
        _shapes = new ShapeCache(plans.Samples, _evaluator);
        foreach (SampleScratch staged in _staged)
        {
            // A table whose definition is gone must not be kept alive from here.
            staged.Table = null;
        }

        _tables = [.. plans.Plans.Select(plan => Keep(plan, before.GetValueOrDefault(plan.Syntax)))];
        InstallThresholds(plans.Thresholds);
        foreach (double unused in _clocks.Keys.Where(tau => !Array.Exists(_tables, table => table.Plan.Syntax.Definition.T.Equals(tau))).ToArray())
        {
            _clocks.Remove(unused);
        }
    }

    /// <summary>Moves engine time forward to a datagram or to a pause: what ended in between ends first.</summary>
    /// <param name="timeUs">New time in microseconds; an earlier one than now is ignored.</param>
    /// <param name="handOver">Called after every tick that made something.</param>
    public void MoveTo(long timeUs, Action handOver)
    {
        if (timeUs <= NowUs)
        {
            return;
        }

        NowUs = timeUs;
        long target = timeUs / FlowTable.TickUs;
        while (_tick < target)
        {
            if (!Array.Exists(_tables, table => table.Count > 0))
            {
                SkipTo(target);
                return;
            }

            _tick++;
            foreach (FlowTable table in _tables)
            {
                table.RunTick(_tick);
            }

            if (Output.Items.Count > 0)
            {
                handOver();
            }
        }
    }

    /// <summary>When the samples of the datagram were taken, in engine time; never after now.</summary>
    public long SampleUs { get; set; }

    /// <summary>A datagram begins: sets the decay clocks.</summary>
    /// <param name="agent">Who sent it; null when its samples were evaluated before.</param>
    public void BeginDatagram(AgentState? agent)
    {
        _agent = agent;
        SampleUs = NowUs;
        _firstUs = _firstUs < 0 ? NowUs : _firstUs;
        foreach (DecayClock clock in _clocks.Values)
        {
            clock.MoveTo(NowUs);
        }
    }

    /// <summary>A datagram ends: all its samples are counted.</summary>
    public void EndDatagram()
    {
        if (_stagedCount > 0)
        {
            CountStaged();
        }
    }

    /// <summary>Counts a sample, by the end of its datagram, in every flow whose filter it passes.</summary>
    /// <param name="sample">The sample, loaded.</param>
    /// <param name="state">Its data source.</param>
    public void Add(scoped ref SampleContext sample, DataSourceState state)
    {
        if (_plans is not { Plans.Length: > 0 } plans)
        {
            return;
        }

        _sourceRow = state.FlowSourceId != 0 ? state.FlowSourceId : AddRow(state);
        _scale = ScaleOf(ref sample, state);
        _isEgress = IsAt(sample.Output, sample.Source) && !IsAt(sample.Input, sample.Source);
        _evaluator!.NextSample();
        if (sample.IsDiscard)
        {
            _discards++;
            Walk(plans.Discards, ref sample, state);
            return;
        }

        _samples++;
        ShapedBranch? tree = sample.HasHeader ? _shapes!.Find(in sample.Packet, sample.Header.Length, NowUs) : null;
        if (tree is null)
        {
            Walk(plans.Samples, ref sample, state);
        }
        else
        {
            Walk(tree, ref sample, state);
        }
    }

    /// <summary>Samples that a definition has had the chance to count.</summary>
    public long SeenBy(FlowTable table) => (table.Plan.Syntax.Definition.Dropped ? _discards : _samples) - table.SeenBefore;

    private static bool IsAt(InterfaceId port, DataSource source) => port.IsIfIndex && source.Class == 0 && port.Value == source.Index;

    private void Walk(PlanBranch branch, scoped ref SampleContext sample, DataSourceState state)
    {
        if (branch.Condition is { } condition && !_evaluator!.Test(condition, ref sample))
        {
            return;
        }

        foreach (FlowPlan plan in branch.Plans)
        {
            FlowTable table = _tables[plan.Index];
            table.Matched++;
            if (RowOf(plan.Syntax.Aggregation, ref sample, state) is not NoRow and uint row
                && plan.TryEvaluate(_evaluator!, ref sample, _staged[_stagedCount], out int words))
            {
                Stage(table, row, words);
            }
        }

        foreach (PlanBranch next in branch.Branches)
        {
            Walk(next, ref sample, state);
        }
    }

    private void Walk(ShapedBranch branch, scoped ref SampleContext sample, DataSourceState state)
    {
        foreach (ShapedPlan plan in branch.Plans)
        {
            FlowTable table = _tables[plan.Index];
            table.Matched++;
            if (!plan.IsNever && (plan.Aggregation == AggregationMode.DataSource ? _sourceRow : RowOf(plan.Aggregation, ref sample, state)) is not NoRow and uint row
                && plan.TryEvaluate(_evaluator!, ref sample, _staged[_stagedCount], out int words))
            {
                Stage(table, row, words);
            }
        }

        foreach (ShapedBranch next in branch.Branches)
        {
            if (next.Test.Holds(_evaluator!, ref sample))
            {
                Walk(next, ref sample, state);
            }
        }
    }

    /// <summary>
    /// Notes that a table is to count what was just evaluated. Counting waits until the datagram's end, or until no place is left: meanwhile
    /// the memory it needs is on its way. The order stays as it is.
    /// </summary>
    private void Stage(FlowTable table, uint row, int words)
    {
        SampleScratch staged = _staged[_stagedCount];
        if (!ReferenceEquals(staged.Table, table))
        {
            // Seldom: with few definitions a place always serves the same one.
            staged.Table = table;
        }

        staged.SetSource(row);
        staged.WordCount = words;
        staged.Scale = _scale;
        staged.TimeUs = SampleUs;
        staged.IsEgress = _isEgress;
        if (Network is not null && table.Plan.Syntax.Aggregation >= AggregationMode.Edge)
        {
            Network.Append(table.Plan, staged, words, NowUs, ReceivedTicks);
            return;
        }

        table.Announce(staged);
        if (++_stagedCount == StagedAtOnce)
        {
            CountStaged();
        }
    }

    private void CountStaged()
    {
        ReadOnlySpan<SampleScratch> staged = _staged.AsSpan(0, _stagedCount);
        _stagedCount = 0;
        foreach (SampleScratch sample in staged)
        {
            sample.Table!.Prepare(sample);
        }

        foreach (SampleScratch sample in staged)
        {
            if (sample.Victim == SampleScratch.VictimWanted)
            {
                sample.Table!.PrepareVictim(sample);
            }
        }

        foreach (SampleScratch sample in staged)
        {
            sample.Table!.Add(sample, ReceivedTicks);
        }
    }

    private double ScaleOf(scoped ref SampleContext sample, DataSourceState state)
    {
        if (sample.IsDiscard)
        {
            return 1;
        }

        if (sample.SamplingRate != 0)
        {
            state.KnownSamplingRate = sample.SamplingRate;
            return sample.SamplingRate;
        }

        UnknownRates++;
        return Math.Max(1, state.KnownSamplingRate);
    }

    private FlowTable Keep(FlowPlan plan, FlowTable? before)
    {
        if (before is not null)
        {
            before.Plan = plan;
            return before;
        }

        double tau = plan.Syntax.Definition.T;
        if (!_clocks.TryGetValue(tau, out DecayClock? clock))
        {
            clock = new DecayClock(tau);
            clock.MoveTo(NowUs);
            _clocks.Add(tau, clock);
        }

        return new FlowTable(plan, _settings, Sources, clock, Output, NowUs) { SeenBefore = plan.Syntax.Definition.Dropped ? _discards : _samples };
    }

    private void InstallThresholds(ThresholdPlan[] thresholds)
    {
        foreach (ThresholdPlan gone in _flowThresholds.Keys.Except(thresholds).ToArray())
        {
            _flowThresholds.Remove(gone);
        }

        foreach (ThresholdPlan added in thresholds.Where(plan => !_flowThresholds.ContainsKey(plan)))
        {
            _flowThresholds.Add(added, new FlowThreshold(added, _metrics.Matches, _options.FlowTableCapacity));
        }

        ILookup<string, ThresholdPlan> byMetric = thresholds.ToLookup(plan => plan.Definition.Metric, StringComparer.Ordinal);
        foreach (FlowTable table in _tables)
        {
            table.SetThresholds([.. byMetric[table.Plan.Syntax.Name].Select(plan => _flowThresholds[plan])]);
        }

        _watcher.SetThresholds(thresholds);
    }

    private void SkipTo(long tick)
    {
        _tick = tick;
        foreach (FlowTable table in _tables)
        {
            table.SkipTo(tick);
        }
    }

    private uint RowOf(AggregationMode mode, scoped ref SampleContext sample, DataSourceState state)
    {
        switch (mode)
        {
            case AggregationMode.DataSource:
                return _sourceRow;
            case AggregationMode.Agent:
                return _agent!.FlowSourceId != 0 ? _agent.FlowSourceId : AddRow(_agent);
            case AggregationMode.All:
                return NetworkOf(mode);
        }

        TopologyView view = _topology.View;
        bool isPort = sample.Source.Class == 0 && !state.IsCustom;
        bool core = isPort && view.IsCore(sample.Agent, sample.Source.Index);
        bool edge = view.IsEmpty || (isPort && view.IsEdge(sample.Agent, sample.Source.Index));
        bool counts = !_isEgress && (mode == AggregationMode.Core ? core : edge);
        return counts ? NetworkOf(mode) : NoRow;
    }

    private uint AddRow(DataSourceState state) =>
        state.FlowSourceId = Sources.Add(new FlowSource(state.Agent.Text, state.Text, FirstHeard(state.Agent)) { State = state, AgentState = state.Agent }, _tables);

    private uint AddRow(AgentState agent) =>
        agent.FlowSourceId = Sources.Add(new FlowSource(agent.Text, FlowSource.WholeDataSource, FirstHeard(agent)) { AgentState = agent }, _tables);

    private uint NetworkOf(AggregationMode mode)
    {
        ref uint row = ref _network[(int)mode];
        return row != 0 ? row : row = Sources.Add(new FlowSource(mode.ToString().ToUpperInvariant(), FlowSource.WholeDataSource, _firstUs), _tables);
    }

    private long FirstHeard(AgentState agent) => agent.FirstSeenUs < 0 ? NowUs : agent.FirstSeenUs;
}
