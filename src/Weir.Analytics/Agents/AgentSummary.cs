namespace Weir.Analytics.Agents;

/// <summary>Puts together what several shards know of one agent: its sub-agents may arrive by different sockets. Inside the gates.</summary>
internal sealed class AgentSummary
{
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private AgentInfo _sum = new() { DatagramSources = [] };
    private long _firstSeenUs = long.MaxValue;
    private long _lastSeenUs = long.MinValue;
    private uint _uptimeMs;

    /// <summary>Adds one shard's part.</summary>
    public void Add(AgentState agent)
    {
        _sources.UnionWith(agent.DatagramSources.Select(static s => s.ToString()));
        _firstSeenUs = Math.Min(_firstSeenUs, agent.FirstSeenUs);
        if (agent.LastSeenUs >= _lastSeenUs)
        {
            _lastSeenUs = agent.LastSeenUs;
            _uptimeMs = agent.CurrentUptimeMs;
        }

        _sum = _sum with
        {
            DatagramsReceived = _sum.DatagramsReceived + agent.Datagrams,
            DatagramsLost = _sum.DatagramsLost + agent.DatagramsLost,
            DatagramsDuplicates = _sum.DatagramsDuplicates + agent.DatagramsDuplicates,
            DatagramsOutOfOrder = _sum.DatagramsOutOfOrder + agent.DatagramsOutOfOrder,
        };
        Kind flows = default;
        Kind counters = default;
        Kind notifications = default;
        foreach (DataSourceState source in agent.Sources.Values)
        {
            flows.Add(source.Flows, source.FlowDrops);
            counters.Add(source.Counters, 0);
            notifications.Add(source.Notifications, source.NotificationDrops);
        }

        AddKinds(flows, counters, notifications);
    }

    /// <summary>The sum, with ages before <paramref name="nowUs"/>.</summary>
    public AgentInfo ToInfo(long nowUs) => _sum with
    {
        DatagramSources = [.. _sources],
        FirstSeen = Math.Max(0, (nowUs - _firstSeenUs) / 1000),
        LastSeen = Math.Max(0, (nowUs - _lastSeenUs) / 1000),
        Uptime = _uptimeMs,
    };

    private void AddKinds(in Kind flows, in Kind counters, in Kind notifications) => _sum = _sum with
    {
        FlowDataSources = _sum.FlowDataSources + flows.Sources,
        FlowSamples = _sum.FlowSamples + flows.Received,
        FlowDrops = _sum.FlowDrops + flows.Drops,
        FlowLostSamples = _sum.FlowLostSamples + flows.Lost,
        FlowDuplicateSamples = _sum.FlowDuplicateSamples + flows.Duplicates,
        FlowOutOfOrderSamples = _sum.FlowOutOfOrderSamples + flows.OutOfOrder,
        CounterDataSources = _sum.CounterDataSources + counters.Sources,
        CounterSamples = _sum.CounterSamples + counters.Received,
        CounterLostSamples = _sum.CounterLostSamples + counters.Lost,
        CounterDuplicateSamples = _sum.CounterDuplicateSamples + counters.Duplicates,
        CounterOutOfOrderSamples = _sum.CounterOutOfOrderSamples + counters.OutOfOrder,
        NotificationDataSources = _sum.NotificationDataSources + notifications.Sources,
        NotificationSamples = _sum.NotificationSamples + notifications.Received,
        NotificationDrops = _sum.NotificationDrops + notifications.Drops,
        NotificationLostSamples = _sum.NotificationLostSamples + notifications.Lost,
        NotificationDuplicateSamples = _sum.NotificationDuplicateSamples + notifications.Duplicates,
        NotificationOutOfOrderSamples = _sum.NotificationOutOfOrderSamples + notifications.OutOfOrder,
    };

    /// <summary>Sums of one kind of samples over data sources.</summary>
    private struct Kind
    {
        public int Sources;
        public long Received;
        public long Drops;
        public long Lost;
        public long Duplicates;
        public long OutOfOrder;

        public void Add(SampleSequences? sequences, long drops)
        {
            if (sequences is { } some)
            {
                Sources++;
                Received += some.Received;
                Drops += drops;
                Lost += some.Lost;
                Duplicates += some.Duplicates;
                OutOfOrder += some.OutOfOrder;
            }
        }
    }
}
