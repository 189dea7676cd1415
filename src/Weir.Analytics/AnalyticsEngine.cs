using Microsoft.Extensions.Logging;
using Weir.Analytics.Agents;
using Weir.Analytics.Counters;
using Weir.Analytics.Databases;
using Weir.Analytics.Events;
using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Plans;
using Weir.Analytics.Groups;
using Weir.Analytics.Hosts;
using Weir.Analytics.Names;
using Weir.Analytics.Network;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;
using Weir.Analytics.Topology;

namespace Weir.Analytics;

/// <summary>The engine: definitions in, values and events out. Safe to call from any thread.</summary>
public sealed partial class AnalyticsEngine : IDisposable
{
    /// <summary>Makes an idle engine.</summary>
    public AnalyticsEngine(AnalyticsOptions options, TimeProvider time, ILogger logger)
    {
        Options = options;
        Time = time;
        Logger = logger;
        Events = new LongPollRing<ThresholdEvent>(options.EventsMax);
        FlowRecords = new LongPollRing<FlowRecord>(options.FlowRecordsMax);
        Dispatcher = new Dispatcher(this, options);
        Databases = new LookupDatabases(options.Lookups, logger);
        Names = new ReverseNames(time);
        _planContext = new PlanContext(this);
        _plans = PlanSet.Compile([], [], _planContext);
        Network = options.Shards > 1 ? new NetworkFlows(this) : null;
        Shards = [.. Enumerable.Range(0, options.Shards).Select(MakeShard)];
        AgentOrder = new AgentOrder(Shards);
    }

    /// <summary>Settings the engine was made with.</summary>
    public AnalyticsOptions Options { get; }

    /// <summary>The data plane; the ingest side feeds these.</summary>
    public IReadOnlyList<Shard> Shards { get; }

    /// <summary>The network's topology and the hosts located in it.</summary>
    public TopologyStore Topology { get; } = new();

    /// <summary>Last threshold events, for long polling.</summary>
    public LongPollRing<ThresholdEvent> Events { get; }

    /// <summary>Last flow records, for long polling.</summary>
    public LongPollRing<FlowRecord> FlowRecords { get; }

    /// <summary>Raised for every threshold event, on the dispatcher's thread, in order of event number.</summary>
    public event Action<ThresholdEvent>? ThresholdCrossed;

    /// <summary>Raised for every flow record, on the dispatcher's thread, in order of flow number.</summary>
    public event Action<FlowRecord>? FlowRecorded;

    /// <summary>Databases that the operator brought, for flow keys.</summary>
    public LookupDatabases Databases { get; }

    /// <summary>Names of addresses, for flow keys.</summary>
    public ReverseNames Names { get; }

    internal TimeProvider Time { get; }

    /// <summary>All agents in order of address, for queries.</summary>
    internal AgentOrder AgentOrder { get; }

    /// <summary>Hosts by address, for flow keys.</summary>
    internal HostIndex Hosts { get; } = new();

    /// <summary>Handles of the group sets, for flow plans.</summary>
    internal GroupSets GroupSets { get; } = new();

    /// <summary>Handles of the value maps, for flow plans.</summary>
    internal ValueMaps ValueMaps { get; } = new();

    /// <summary>Names of all metrics.</summary>
    internal MetricNames MetricNames { get; } = new();

    internal ILogger Logger { get; }

    /// <summary>Tables of network-wide definitions that several shards share; null when there is one shard, which keeps them itself.</summary>
    internal NetworkFlows? Network { get; }

    internal Dispatcher Dispatcher { get; }

    /// <summary>Engine time in ms since the epoch: the wall clock, or the capture's clock in a replay.</summary>
    public long NowMs => NowUs / 1000;

    /// <summary>Engine time in microseconds since the epoch.</summary>
    internal long NowUs => Options.ReplayClock
        ? Shards.Max(shard => shard.NowUs)
        : (Time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Totals since start.</summary>
    public EngineStatistics Statistics()
    {
        Dictionary<string, long> errors = [];
        Dictionary<string, long> formats = [];
        EngineStatistics sum = new() { DecodeErrors = errors, UnknownFormats = formats };
        foreach (Shard shard in Shards)
        {
            sum = shard.AddTo(sum, errors, formats);
        }

        sum = Network?.Query(flows => sum with
        {
            FlowEntries = sum.FlowEntries + flows.Entries,
            FlowEvictions = sum.FlowEvictions + flows.Evictions,
            DistinctBytes = sum.DistinctBytes + flows.Distinct.Bytes,
            DistinctRefused = sum.DistinctRefused + flows.Distinct.Refused,
            TriggersRefused = sum.TriggersRefused + flows.TriggersRefused,
        }) ?? sum;
        return sum with
        {
            EventsGenerated = Events.LastId,
            FlowsGenerated = FlowRecords.LastId,
            DispatchDropped = Dispatcher.Dropped,
        };
    }

    /// <summary>What could not be read, by agent and <see cref="Weir.Wire.DecodeError"/> name; datagrams that name no agent stand under their UDP source.</summary>
    public SortedDictionary<string, SortedDictionary<string, long>> DecodeErrorsByAgent()
    {
        SortedDictionary<string, SortedDictionary<string, long>> byAgent = new(StringComparer.Ordinal);
        foreach (Shard shard in Shards)
        {
            shard.CollectErrors(byAgent);
        }

        return byAgent;
    }

    /// <summary>Waits until everything the shards produced so far was handed to the rings and handlers (end of a replay, tests).</summary>
    public Task FlushAsync(CancellationToken cancel) => Dispatcher.FlushAsync(cancel);

    private Shard MakeShard(int index)
    {
        AgentTable agents = new(Options.MaxAgents);
        return new Shard(this)
        {
            Index = index,
            Agents = agents,
            Metrics = new MetricTable(agents, MetricNames, Topology, Options) { Hosts = Hosts },
        };
    }

    internal void Raise(ThresholdEvent crossed) => ThresholdCrossed?.Invoke(crossed);

    internal void Raise(FlowRecord record) => FlowRecorded?.Invoke(record);

    /// <summary>Stops the dispatcher.</summary>
    public void Dispose()
    {
        Databases.Dispose();
        Dispatcher.Dispose();
        ThresholdCrossed = null;
        FlowRecorded = null;
    }
}
