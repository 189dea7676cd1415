using Weir.Wire;

namespace Weir.Analytics.Agents;

/// <summary>Puts together what several shards know of one agent: its sub-agents may arrive by different sockets. Inside the gates.</summary>
/// <remarks>May be used again for another agent, so that a list of ten thousand leaves no objects behind.</remarks>
internal sealed class AgentSummary
{
    private readonly List<string> _sources = [];
    private readonly AgentInfo _info = new();
    private NetworkAddress _lastSource;
    private string? _lastText;
    private long _firstSeenUs = long.MaxValue;
    private long _lastSeenUs = long.MinValue;
    private uint _uptimeMs;
    private long _datagrams;
    private long _lost;
    private long _duplicates;
    private long _outOfOrder;
    private Kind _flows;
    private Kind _counters;
    private Kind _notifications;

    /// <summary>Address of the agent that was added; null before the first.</summary>
    public string? Agent { get; private set; }

    /// <summary>Begins again with another agent.</summary>
    public void Clear()
    {
        Agent = null;
        _sources.Clear();
        _firstSeenUs = long.MaxValue;
        _lastSeenUs = long.MinValue;
        _uptimeMs = 0;
        (_datagrams, _lost, _duplicates, _outOfOrder) = (0, 0, 0, 0);
        (_flows, _counters, _notifications) = (default, default, default);
    }

    /// <summary>Adds one shard's part.</summary>
    public void Add(AgentState agent)
    {
        Agent = agent.Text;
        foreach (NetworkAddress source in agent.DatagramSourceList)
        {
            AddSource(source, agent);
        }

        _firstSeenUs = Math.Min(_firstSeenUs, agent.FirstSeenUs);
        if (agent.LastSeenUs >= _lastSeenUs)
        {
            _lastSeenUs = agent.LastSeenUs;
            _uptimeMs = agent.CurrentUptimeMs;
        }

        _datagrams += agent.Datagrams;
        _lost += agent.DatagramsLost;
        _duplicates += agent.DatagramsDuplicates;
        _outOfOrder += agent.DatagramsOutOfOrder;
        foreach (DataSourceState source in agent.Sources)
        {
            _flows.Add(source.Flows, source.FlowDrops);
            _counters.Add(source.Counters, 0);
            _notifications.Add(source.Notifications, source.NotificationDrops);
        }
    }

    /// <summary>The sum, with ages before <paramref name="nowUs"/>.</summary>
    /// <returns>The same object each time; it holds until this is called again.</returns>
    public AgentInfo ToInfo(long nowUs)
    {
        _info.DatagramSources = _sources;
        _info.FirstSeen = Math.Max(0, (nowUs - _firstSeenUs) / 1000);
        _info.LastSeen = Math.Max(0, (nowUs - _lastSeenUs) / 1000);
        _info.Uptime = _uptimeMs;
        _info.DatagramsReceived = _datagrams;
        _info.DatagramsLost = _lost;
        _info.DatagramsDuplicates = _duplicates;
        _info.DatagramsOutOfOrder = _outOfOrder;
        _info.FlowDataSources = _flows.Sources;
        _info.FlowSamples = _flows.Received;
        _info.FlowDrops = _flows.Drops;
        _info.FlowLostSamples = _flows.Lost;
        _info.FlowDuplicateSamples = _flows.Duplicates;
        _info.FlowOutOfOrderSamples = _flows.OutOfOrder;
        _info.CounterDataSources = _counters.Sources;
        _info.CounterSamples = _counters.Received;
        _info.CounterLostSamples = _counters.Lost;
        _info.CounterDuplicateSamples = _counters.Duplicates;
        _info.CounterOutOfOrderSamples = _counters.OutOfOrder;
        _info.NotificationDataSources = _notifications.Sources;
        _info.NotificationSamples = _notifications.Received;
        _info.NotificationDrops = _notifications.Drops;
        _info.NotificationLostSamples = _notifications.Lost;
        _info.NotificationDuplicateSamples = _notifications.Duplicates;
        _info.NotificationOutOfOrderSamples = _notifications.OutOfOrder;
        return _info;
    }

    private void AddSource(NetworkAddress source, AgentState agent)
    {
        string text = source == agent.Address ? agent.Text : TextOf(source);
        int at = _sources.BinarySearch(text, StringComparer.Ordinal);
        if (at < 0)
        {
            _sources.Insert(~at, text);
        }
    }

    /// <summary>Text of an address; many agents may send from the address of one relay.</summary>
    private string TextOf(NetworkAddress source)
    {
        if (_lastText is null || _lastSource != source)
        {
            _lastText = source.ToString();
            _lastSource = source;
        }

        return _lastText;
    }

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
