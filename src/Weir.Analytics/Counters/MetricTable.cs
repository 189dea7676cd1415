using System.Buffers.Binary;
using Weir.Analytics.Agents;
using Weir.Analytics.Hosts;
using Weir.Analytics.Queries;
using Weir.Analytics.Thresholds;
using Weir.Analytics.Topology;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Counters;

/// <summary>Counter metrics of one shard's data sources. Single writer; readers come through the shard's gate.</summary>
/// <remarks>
/// Counters become rates per second between two samples of a data source: the growth over the elapsed time (see <see cref="SampleClock"/>).
/// The first sample, a sample after a restart of the agent or a reset of the sequence, and a counter that went back give no rate for that
/// interval; a duplicate or late sample changes nothing; a gap gives the rate over the longer interval. All-ones values are absent.
/// A metric that was not updated for <see cref="AnalyticsOptions.MetricLifetime"/> is gone.
/// Rows live with their <see cref="DataSourceState"/> and are bounded with them; custom metrics are bounded by
/// <see cref="MetricNames.Capacity"/> names and <see cref="MetricRow.MaxCustomMetrics"/> per source, and refusals are counted.
/// </remarks>
public sealed partial class MetricTable
{
    /// <summary>Tags of unknown counter records that are counted one by one; further ones share the last count.</summary>
    public const int MaxUnknownFormats = 256;

    private const uint IfCountersTag = 1;
    private const uint PortNameTag = 1005;
    private const uint HostDescriptionTag = 2000;
    private const uint HostAdaptersTag = 2001;

    private static readonly int IfTypeId = CounterRecords.IdOf("iftype");
    private static readonly int IfSpeedId = CounterRecords.IdOf("ifspeed");
    private static readonly int IfIndexId = CounterRecords.IdOf("ifindex");

    private readonly AgentTable _agents;
    private readonly MetricNames _names;
    private readonly TopologyStore _topology;
    private readonly long _lifetimeUs;
    private readonly int _maxSources;
    private readonly List<MetricBlock> _updated = [];
    private readonly Dictionary<uint, long> _unknownFormats = [];

    /// <summary>Makes an empty table.</summary>
    public MetricTable(AgentTable agents, MetricNames names, TopologyStore topology, AnalyticsOptions options)
    {
        _agents = agents;
        _names = names;
        _topology = topology;
        _lifetimeUs = (long)options.MetricLifetime.TotalMicroseconds;
        _maxSources = options.MaxDataSourcesPerAgent;
    }

    /// <summary>Told of updates; null for nobody.</summary>
    public ICounterWatcher? Watcher { get; set; }

    /// <summary>Told of the adapters of hosts; null for nobody.</summary>
    internal HostIndex? Hosts { get; init; }

    /// <summary>Counter records of unknown structures, by tag.</summary>
    public IReadOnlyDictionary<uint, long> UnknownFormats => _unknownFormats;

    /// <summary>Custom metrics refused because a source, the names or the sources of an agent were full.</summary>
    public long CustomRefused { get; private set; }

    /// <summary>Records of all data sources, by structure.</summary>
    internal RecordTables Records { get; } = new();

    /// <summary>Agents whose rows these are.</summary>
    internal AgentTable Agents => _agents;

    /// <summary>Accounts the records of a counter sample; call <see cref="DataSourceState.OnCounterSample"/> first.</summary>
    /// <remarks>Errors of the records, those of the walk over them included, are counted at the agent here.</remarks>
    /// <param name="source">Data source of the sample.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public void Update(DataSourceState source, in CounterSample sample, long timeUs)
    {
        AgentState agent = source.Agent;
        MetricRow row = source.Metrics ??= new MetricRow();
        switch (source.LastCounterOutcome)
        {
            case SequenceOutcome.Duplicate or SequenceOutcome.Late:
                return;
            case SequenceOutcome.First or SequenceOutcome.Restart:
                row.BreakHistory();
                break;
        }

        _updated.Clear();
        SampleClock clock = new(timeUs, agent.CurrentUptimeMs);
        RecordReader records = sample.Records;
        ReadOnlySpan<byte> adapters = default;
        while (records.TryRead(out Record record))
        {
            adapters = record.Tag == HostAdaptersTag ? record.Body : adapters;
            UpdateRecord(source, row, record, clock);
        }

        if (!adapters.IsEmpty && Hosts is { IsWanted: true } hosts)
        {
            hosts.Update(source, adapters, new HostFacts(row, _names, timeUs - _lifetimeUs));
        }

        if (records.Error != DecodeError.None)
        {
            agent.CountError(records.Error);
        }

        NotifyWatcher(source, timeUs);
    }

    /// <summary>True when every condition of the filter holds for the data source.</summary>
    /// <remarks>The age of its metrics is taken at the time of the agent's last datagram.</remarks>
    public bool Matches(DataSourceState source, MetricFilter filter) =>
        filter.Matches(source, _names, source.Agent.LastSeenUs - _lifetimeUs);

    private void UpdateRecord(DataSourceState source, MetricRow row, in Record record, SampleClock clock)
    {
        RecordLayout? layout = CounterRecords.Find(record.Tag, source.IsGuest);
        if (layout is null)
        {
            CountUnknown(record.Tag);
            return;
        }

        MetricBlock block = row.GetOrAdd(layout, source, Records);
        if (_updated.Contains(block))
        {
            // A second record of the same structure in one sample has no time of its own: the first one counts.
            return;
        }

        string? nameBefore = HasName(layout) ? block[0].Text : null;
        if (!block.Update(record.Body, clock))
        {
            source.Agent.CountError(DecodeError.RecordTooShort);
        }

        _updated.Add(block);
        if (layout.Tag != IfCountersTag || MayHaveNoSpeed(record.Body))
        {
            Interpret(source, block, nameBefore);
        }
    }

    private static bool HasName(RecordLayout layout) => layout.Tag is HostDescriptionTag or PortNameTag;

    /// <summary>Looks at the bytes alone, so that nothing has to be computed for ordinary ports: ifIndex(4) ifType(4), type 1 is "other".</summary>
    private static bool MayHaveNoSpeed(ReadOnlySpan<byte> ifCounters) =>
        ifCounters.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(ifCounters[4..]) == 1;

    private void Interpret(DataSourceState source, MetricBlock block, string? nameBefore)
    {
        string? name = HasName(block.Layout) ? block[0].Text : null;
        bool renamed = !ReferenceEquals(name, nameBefore);
        switch (block.Layout.Tag)
        {
            case IfCountersTag:
                DistrustSpeed(source, block);
                break;
            case HostDescriptionTag when renamed && !source.IsGuest:
                source.Agent.HostName = name;
                _agents.HasAddressLikeNames |= NetworkAddress.TryParse(name, out _);
                _topology.OnHostName(source.Agent.Address, name);
                break;
            case PortNameTag when renamed && source.Source.Class == 0:
                _topology.OnPortName(new InterfaceKey(source.Agent.Address, source.Source.Index), name);
                break;
        }
    }

    /// <summary>
    /// Service routers report access points with type "other", an encapsulation value for the index and identifiers packed into the
    /// speed: no speed at all.
    /// </summary>
    private static void DistrustSpeed(DataSourceState source, MetricBlock block)
    {
        RecordLayout layout = block.Layout;
        bool isOther = block[layout.SlotOf(IfTypeId)].Text == InterfaceTypes.Other;
        bool isSelf = block[layout.SlotOf(IfIndexId)].Number.Equals(source.Source.Index);
        if (isOther && !isSelf && source.Source.Class == 0)
        {
            block.MakeAbsent(layout.SlotOf(IfSpeedId));
        }
    }

    private void CountUnknown(uint tag)
    {
        if (CounterRecords.IsKnown(tag))
        {
            return;
        }

        uint counted = _unknownFormats.Count < MaxUnknownFormats || _unknownFormats.ContainsKey(tag) ? tag : uint.MaxValue;
        _unknownFormats[counted] = _unknownFormats.GetValueOrDefault(counted) + 1;
    }

    private void NotifyWatcher(DataSourceState source, long timeUs)
    {
        if (Watcher is not { } watcher)
        {
            return;
        }

        foreach (MetricBlock block in _updated)
        {
            foreach (int slot in WatchedSlots(block.Table, watcher))
            {
                if (block[slot] is { IsNumber: true } value)
                {
                    string name = _names[block.Layout.MetricIds[slot]];
                    watcher.Updated(source, name, value.Number, timeUs);
                }
            }
        }
    }

    /// <summary>Slots of a structure that somebody watches; asked by name only when the watched metrics have changed since.</summary>
    private int[] WatchedSlots(RecordTable table, ICounterWatcher watcher)
    {
        long version = watcher.Version;
        if (version < 0 || table.WatchedVersion != version)
        {
            table.WatchedSlots = FindWatched(table.Layout.MetricIds, watcher);
            table.WatchedVersion = version;
        }

        return table.WatchedSlots;
    }

    private int[] FindWatched(int[] ids, ICounterWatcher watcher) =>
        [.. Enumerable.Range(0, ids.Length).Where(slot => ids[slot] >= 0 && watcher.Watches(_names[ids[slot]]))];
}
