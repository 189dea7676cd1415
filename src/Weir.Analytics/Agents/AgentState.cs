using Weir.Analytics.Flows.Tables;
using Weir.Wire;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Live state of one agent, owned by the shard that receives it. Single writer.</summary>
/// <remarks>
/// Datagrams are accounted per sub-agent (see <see cref="SequenceCounter"/>). A sub-agent has started again when its uptime goes back by
/// more than five seconds or its sequence jumps; then the sample sequences and counter histories it fed begin afresh.
/// </remarks>
public sealed class AgentState
{
    /// <summary>UDP source addresses remembered; further ones are not listed.</summary>
    public const int MaxDatagramSources = 8;

    /// <summary>Sub-agents followed; datagrams of further ones are counted without checking their sequence.</summary>
    public const int MaxSubAgents = 256;

    /// <summary>Cache lines from the object's start that a datagram touches.</summary>
    internal const int HotLines = 4;

    private const long SweepIntervalUs = 60_000_000;

    private readonly Dictionary<string, DataSourceState> _customSources = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, SubAgentState> _subAgents = [];
    private readonly List<NetworkAddress> _datagramSources = [];
    private SourceIndex _index = new();
    private SubAgentState? _lastSubAgent;
    private uint _lastSubAgentId;
    private NetworkAddress _lastSource;
    private bool _hasSource;
    private long[]? _errors;
    private long _lastSweepUs;

    /// <summary>Starts with nothing but the address.</summary>
    public AgentState(NetworkAddress address)
    {
        Address = address;
        Text = address.ToString();
    }

    /// <summary>Agent address from the datagram.</summary>
    public NetworkAddress Address { get; }

    /// <summary>The address as text.</summary>
    public string Text { get; }

    /// <summary>Sums over all agents of the shard, to which this one adds.</summary>
    internal AgentTotals Totals { get; init; } = new();

    /// <summary>Name of the host or switch, from its own host_descr; null until it was received.</summary>
    public string? HostName { get; internal set; }

    /// <summary>Number of data sources seen.</summary>
    public int SourceCount => _index.Count;

    /// <summary>Data sources seen, in the order in which they came.</summary>
    public ReadOnlySpan<DataSourceState> Sources => _index.States;

    /// <summary>Data sources named by text (rtmetric, rtflow).</summary>
    public IReadOnlyDictionary<string, DataSourceState> CustomSources => _customSources;

    /// <summary>The states of <see cref="CustomSources"/>, to be walked through without an enumerator on the heap.</summary>
    internal Dictionary<string, DataSourceState>.ValueCollection CustomStates => _customSources.Values;

    /// <summary>Sub-agent of the datagram being processed.</summary>
    public uint CurrentSubAgent { get; private set; }

    /// <summary>Uptime in ms of the datagram being processed.</summary>
    public uint CurrentUptimeMs { get; private set; }

    /// <summary>When the datagram being processed was sent, in engine time: its arrival, or earlier when it was held up on the way.</summary>
    internal long SentUs { get; private set; }

    /// <summary>True when the datagram being processed was processed before: what it holds must not count in flows again.</summary>
    internal bool IsRepeated { get; private set; }

    /// <summary>Engine time of the first datagram, in microseconds.</summary>
    public long FirstSeenUs { get; private set; } = -1;

    /// <summary>Engine time of the last datagram, in microseconds.</summary>
    public long LastSeenUs { get; private set; } = -1;

    /// <summary>Datagrams received, duplicates included.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Number by which flow tables know this agent (<see cref="Flows.Tables.FlowSource.Id"/>); 0 before its first flow sample.</summary>
    internal uint FlowSourceId { get; set; }

    /// <summary>Times a sub-agent started again.</summary>
    public long Restarts { get; private set; }

    /// <summary>UDP source addresses, at most <see cref="MaxDatagramSources"/>.</summary>
    public IReadOnlyList<NetworkAddress> DatagramSources => _datagramSources;

    /// <summary>Datagrams missing from the sequences.</summary>
    public long DatagramsLost => Sum(static s => s.Lost);

    /// <summary>Datagrams received twice.</summary>
    public long DatagramsDuplicates => Sum(static s => s.Duplicates);

    /// <summary>Datagrams that came late.</summary>
    public long DatagramsOutOfOrder => Sum(static s => s.OutOfOrder);

    /// <summary>As <see cref="DatagramSources"/>, to be walked through without an enumerator on the heap.</summary>
    internal List<NetworkAddress> DatagramSourceList => _datagramSources;

    /// <summary>Accounts a datagram; call it before the samples of that datagram.</summary>
    /// <param name="subAgentId">Sub-agent from the header.</param>
    /// <param name="sequence">Datagram sequence number of (agent, sub-agent).</param>
    /// <param name="uptimeMs">Agent uptime in ms.</param>
    /// <param name="source">UDP source address.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    /// <param name="print">Fingerprint of the datagram's bytes, to know it again; 0 when unknown.</param>
    public void OnDatagram(uint subAgentId, uint sequence, uint uptimeMs, NetworkAddress source, long timeUs, uint print = 0)
    {
        Datagrams++;
        FirstSeenUs = FirstSeenUs < 0 ? timeUs : FirstSeenUs;
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        CurrentSubAgent = subAgentId;
        CurrentUptimeMs = uptimeMs;
        RememberSource(source);
        SentUs = timeUs;
        IsRepeated = false;
        if (GetSubAgent(subAgentId) is not { } subAgent)
        {
            return;
        }

        bool restarted = subAgent.Accept(sequence, uptimeMs, timeUs, print);
        SentUs = Math.Max(FirstSeenUs, subAgent.SentUs);
        IsRepeated = subAgent.IsRepeated;
        if (restarted)
        {
            OnRestart(subAgentId);
        }
    }

    /// <summary>Counts something of this agent that could not be read.</summary>
    public void CountError(DecodeError error)
    {
        _errors ??= new long[Enum.GetValues<DecodeError>().Length];
        _errors[(int)error]++;
        Totals.CountError(error);
    }

    /// <summary>True when anything of this agent could not be read.</summary>
    internal bool HasErrors => _errors is not null;

    /// <summary>How often an error was met.</summary>
    public long Errors(DecodeError error) => _errors is null ? 0 : _errors[(int)error];

    /// <summary>Asks for what its next datagram will touch beside the object itself: the sub-agent that sent the last one, and the index of data sources.</summary>
    internal void Prepare()
    {
        _index.Prepare();
        _lastSubAgent?.Prepare();
    }

    /// <summary>Asks for the state of a data source to be brought into the cache, when there is one.</summary>
    internal DataSourceState? Prepare(DataSource source)
    {
        DataSourceState? state = _index.Find(source);
        if (state is not null)
        {
            Prefetch.Object(state, DataSourceState.HotLines);
        }

        return state;
    }

    /// <summary>Finds a data source, making it on first sight; null when <paramref name="limit"/> is reached.</summary>
    /// <remarks>When full, sources that have been silent for ten minutes give way; that is tried at most once a minute.</remarks>
    public DataSourceState? GetOrAddSource(DataSource source, int limit)
    {
        DataSourceState? state = _index.Find(source);
        if (state is not null)
        {
            return state;
        }

        if (_index.Count >= limit && !SweepSources(limit))
        {
            return null;
        }

        state = new DataSourceState(this, source);
        _index.Add(state);
        return state;
    }

    /// <summary>Finds a data source named by text, making it on first sight; null when <paramref name="limit"/> is reached.</summary>
    public DataSourceState? GetOrAddCustomSource(string name, int limit)
    {
        if (_customSources.TryGetValue(name, out DataSourceState? state))
        {
            return state;
        }

        if (_customSources.Count >= limit && !SweepCustomSources(limit))
        {
            return null;
        }

        state = new DataSourceState(this, name);
        _customSources.Add(name, state);
        return state;
    }

    /// <summary>Finds a data source by the text that metrics use; null when there is none.</summary>
    public DataSourceState? FindSource(string text)
    {
        if (DataSourceState.TryParse(text, out DataSource source) && _index.Find(source) is { } state)
        {
            return state;
        }

        return _customSources.GetValueOrDefault(text);
    }

    private void OnRestart(uint subAgentId)
    {
        Restarts++;
        foreach (DataSourceState state in _index.States)
        {
            state.OnRestart(subAgentId);
        }

        foreach (DataSourceState state in _customSources.Values)
        {
            state.OnRestart(subAgentId);
        }
    }

    private bool SweepSources(int limit)
    {
        if (IsTimeToSweep())
        {
            _index.Remove(HasGone);
        }

        return _index.Count < limit;
    }

    private bool SweepCustomSources(int limit)
    {
        if (IsTimeToSweep())
        {
            foreach ((string name, DataSourceState state) in _customSources)
            {
                if (HasGone(state))
                {
                    _customSources.Remove(name);
                }
            }
        }

        return _customSources.Count < limit;
    }

    private bool IsTimeToSweep()
    {
        if (_lastSweepUs != 0 && LastSeenUs - _lastSweepUs < SweepIntervalUs)
        {
            return false;
        }

        _lastSweepUs = LastSeenUs;
        return true;
    }

    /// <summary>True for a source that has been silent for long; what it kept is given back.</summary>
    private bool HasGone(DataSourceState state)
    {
        if (LastSeenUs - state.LastSeenUs <= DataSourceState.IdleUs)
        {
            return false;
        }

        state.Forget();
        return true;
    }

    private long Sum(Func<SequenceCounter, long> part)
    {
        long sum = 0;
        foreach (SubAgentState subAgent in _subAgents.Values)
        {
            sum += part(subAgent.Sequence);
        }

        return sum;
    }

    private SubAgentState? GetSubAgent(uint id)
    {
        if (_lastSubAgent is not null && _lastSubAgentId == id)
        {
            return _lastSubAgent;
        }

        if (!_subAgents.TryGetValue(id, out SubAgentState? subAgent) && _subAgents.Count < MaxSubAgents)
        {
            subAgent = new SubAgentState(Totals);
            _subAgents.Add(id, subAgent);
        }

        _lastSubAgent = subAgent;
        _lastSubAgentId = id;
        return subAgent;
    }

    private void RememberSource(NetworkAddress source)
    {
        if (_hasSource && source == _lastSource)
        {
            return;
        }

        _hasSource = true;
        _lastSource = source;
        if (_datagramSources.Count < MaxDatagramSources && !_datagramSources.Contains(source))
        {
            _datagramSources.Add(source);
        }
    }
}
