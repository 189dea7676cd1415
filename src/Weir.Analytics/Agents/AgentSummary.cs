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
        foreach (DataSourceState source in agent.Sources.Values)
        {
            AddFlows(source);
            AddCounters(source);
            AddNotifications(source);
        }
    }

    /// <summary>The sum, with ages before <paramref name="nowUs"/>.</summary>
    public AgentInfo ToInfo(long nowUs) => _sum with
    {
        DatagramSources = [.. _sources],
        FirstSeen = Math.Max(0, (nowUs - _firstSeenUs) / 1000),
        LastSeen = Math.Max(0, (nowUs - _lastSeenUs) / 1000),
        Uptime = _uptimeMs,
    };

    private void AddFlows(DataSourceState source)
    {
        if (source.Flows is { } flows)
        {
            _sum = _sum with
            {
                FlowDataSources = _sum.FlowDataSources + 1,
                FlowSamples = _sum.FlowSamples + flows.Received,
                FlowDrops = _sum.FlowDrops + source.FlowDrops,
                FlowLostSamples = _sum.FlowLostSamples + flows.Lost,
                FlowDuplicateSamples = _sum.FlowDuplicateSamples + flows.Duplicates,
                FlowOutOfOrderSamples = _sum.FlowOutOfOrderSamples + flows.OutOfOrder,
            };
        }
    }

    private void AddCounters(DataSourceState source)
    {
        if (source.Counters is { } counters)
        {
            _sum = _sum with
            {
                CounterDataSources = _sum.CounterDataSources + 1,
                CounterSamples = _sum.CounterSamples + counters.Received,
                CounterLostSamples = _sum.CounterLostSamples + counters.Lost,
                CounterDuplicateSamples = _sum.CounterDuplicateSamples + counters.Duplicates,
                CounterOutOfOrderSamples = _sum.CounterOutOfOrderSamples + counters.OutOfOrder,
            };
        }
    }

    private void AddNotifications(DataSourceState source)
    {
        if (source.Notifications is { } notifications)
        {
            _sum = _sum with
            {
                NotificationDataSources = _sum.NotificationDataSources + 1,
                NotificationSamples = _sum.NotificationSamples + notifications.Received,
                NotificationDrops = _sum.NotificationDrops + source.NotificationDrops,
                NotificationLostSamples = _sum.NotificationLostSamples + notifications.Lost,
                NotificationDuplicateSamples = _sum.NotificationDuplicateSamples + notifications.Duplicates,
                NotificationOutOfOrderSamples = _sum.NotificationOutOfOrderSamples + notifications.OutOfOrder,
            };
        }
    }
}
