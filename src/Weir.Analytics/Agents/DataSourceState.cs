using System.Globalization;
using Weir.Analytics.Counters;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Live state of one data source of an agent. Single writer: the shard.</summary>
/// <remarks>Call <see cref="AgentState.OnDatagram"/> before the samples of a datagram: it says which sub-agent numbers them.</remarks>
public sealed class DataSourceState
{
    /// <summary>Silence after which a source may give way to a new one, in microseconds.</summary>
    public const long IdleUs = 600_000_000;

    /// <summary>Cache lines from the object's start that a flow sample touches: references and identity, then the account of flow samples.</summary>
    internal const int HotLines = 4;

    // Half a million ports need no texts of their own.
    private static readonly string[] CommonTexts = [.. Enumerable.Range(0, 1_024).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    // In this order in memory too: what flow samples touch, then what the others do.
    private FlowSampleAccount _flows;
    private CounterSampleAccount _counters;

    // Few data sources send notifications.
    private NotificationAccount? _notifications;

    /// <summary>Starts with nothing but the identity.</summary>
    public DataSourceState(AgentState agent, DataSource source)
    {
        Agent = agent;
        Source = source;
        Text = source.Class == 0 && source.Index < CommonTexts.Length ? CommonTexts[source.Index] : source.ToString();
        LastSeenUs = agent.LastSeenUs;
    }

    /// <summary>A source named by text, as custom metrics and flows have.</summary>
    public DataSourceState(AgentState agent, string name)
    {
        Agent = agent;
        Text = name;
        IsCustom = true;
        LastSeenUs = agent.LastSeenUs;
    }

    /// <summary>The agent it belongs to.</summary>
    public AgentState Agent { get; }

    /// <summary>Class and index; meaningless for a custom source.</summary>
    public DataSource Source { get; }

    /// <summary>True when the source is named by text.</summary>
    public bool IsCustom { get; }

    /// <summary>Text that metrics and flows use: <c>10</c>, <c>2.1</c>.</summary>
    public string Text { get; }

    /// <summary>Engine time of the last sample, in microseconds.</summary>
    public long LastSeenUs { get; private set; }

    /// <summary>N of 1-in-N from the last flow sample; 0 when unknown.</summary>
    public uint SamplingRate => _flows.SamplingRate;

    /// <summary>What the sequence said about the last counter sample.</summary>
    public SequenceOutcome LastCounterOutcome => _counters.LastOutcome;

    /// <summary>True when the flow sample accounted last was accounted before, see <see cref="FlowSampleAccount.IsRepeated"/>.</summary>
    internal bool IsRepeated => _flows.IsRepeated;

    /// <summary>Samples the agent itself dropped, since they were first reported.</summary>
    public long FlowDrops => _flows.Drops;

    /// <summary>Notifications the agent itself suppressed, since they were first reported.</summary>
    public long NotificationDrops => _notifications?.Drops ?? 0;

    /// <summary>Change of the sample pool over flow samples received; null before two samples, or when the agent keeps no pool.</summary>
    public double? EffectiveSamplingRate => _flows.EffectiveSamplingRate;

    /// <summary>Average ms between counter samples; null before two of them.</summary>
    public double? EffectivePollingIntervalMs => _counters.EffectiveIntervalMs;

    /// <summary>True on a virtual machine, container or application: its structures have names of their own.</summary>
    internal bool IsGuest => Source.Class == 3;

    /// <summary>Its metrics; null until there are some.</summary>
    internal MetricRow? Metrics { get; set; }

    /// <summary>Last sampling rate that was not 0; 0 before the first.</summary>
    internal uint KnownSamplingRate
    {
        get => _flows.KnownSamplingRate;
        set => _flows.KnownSamplingRate = value;
    }

    /// <summary>Number by which flow tables know this data source (<see cref="Flows.Tables.FlowSource.Id"/>); 0 before its first flow sample.</summary>
    internal uint FlowSourceId { get; set; }

    /// <summary>True when its agent has given it up: the same data source, heard again, is another.</summary>
    internal bool IsForgotten { get; private set; }

    internal SampleSequences? Flows => _flows.Sequences is { Received: > 0 } flows ? flows : null;

    internal SampleSequences? Counters => _counters.Sequences is { Received: > 0 } counters ? counters : null;

    internal SampleSequences? Notifications => _notifications?.Sequences;

    /// <summary>Gives it up, with its metrics.</summary>
    internal void Forget()
    {
        IsForgotten = true;
        Metrics?.Release();
    }

    /// <summary>Accounts a flow sample.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="rate">N of 1-in-N.</param>
    /// <param name="pool">Packets that could have been sampled, cumulative.</param>
    /// <param name="drops">Samples the agent dropped, cumulative.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnFlowSample(uint sequence, uint rate, uint pool, uint drops, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        return _flows.Accept(Agent.CurrentSubAgent, sequence, rate, pool, drops);
    }

    /// <summary>Accounts a counter sample; call it before its records are handed to the metric table.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnCounterSample(uint sequence, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        return _counters.Accept(Agent.CurrentSubAgent, sequence, timeUs);
    }

    /// <summary>Accounts a dropped-packet notification.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="drops">Notifications the agent suppressed, cumulative.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnDiscard(uint sequence, uint drops, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        _notifications ??= new NotificationAccount();
        return _notifications.Accept(Agent.CurrentSubAgent, sequence, drops);
    }

    /// <summary>Reads the text form of a class and index: <c>10</c>, <c>2.1</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DataSource source)
    {
        int dot = text.IndexOf('.');
        uint sourceClass = 0;
        bool classRead = dot < 0 || uint.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out sourceClass);
        bool indexRead = uint.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out uint index);
        source = new DataSource(sourceClass, index);
        return classRead && indexRead;
    }

    internal void OnRestart(uint subAgentId)
    {
        _flows.OnRestart(subAgentId);
        _counters.OnRestart(subAgentId);
        _notifications?.OnRestart(subAgentId);
        Metrics?.BreakHistory();
    }

    /// <summary>Notes activity that carries no sequence number (custom metrics and flows).</summary>
    internal void Touch(long timeUs) => LastSeenUs = Math.Max(LastSeenUs, timeUs);
}
