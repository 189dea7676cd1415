using System.Globalization;
using System.Runtime.CompilerServices;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows.Tables;
using Weir.Wire.SFlow;

namespace Weir.Analytics.Agents;

/// <summary>Live state of one data source of an agent. Single writer: the shard.</summary>
/// <remarks>Call <see cref="AgentState.OnDatagram"/> before the samples of a datagram: it says which sub-agent numbers them.</remarks>
public sealed class DataSourceState
{
    /// <summary>Silence after which a source may give way to a new one, in microseconds.</summary>
    public const long IdleUs = 600_000_000;

    /// <summary>Cache lines from the object's start that a flow sample touches: references and numbers come first, then the flows' sequences.</summary>
    internal const int HotLines = 4;

    // Half a million ports need no texts of their own.
    private static readonly string[] CommonTexts = [.. Enumerable.Range(0, 1_024).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    private SampleSequences _flows;
    private SampleSequences _counters;
    private RecentPools _recentPools;
    private uint _lastFlowSequence;
    private uint _pool;
    private uint _flowDrops;
    private bool _poolKnown;
    private bool _flowDropsKnown;
    private long _poolSum;
    private long _poolSamples;
    private long _firstCounterUs;
    private long _lastCounterUs;
    private long _counterIntervals;
    private Notices? _notices;

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
    public uint SamplingRate { get; private set; }

    /// <summary>What the sequence said about the last counter sample.</summary>
    public SequenceOutcome LastCounterOutcome { get; private set; }

    /// <summary>
    /// True when the flow sample accounted last was accounted before: its number was received and its sample pool, which grows with every
    /// packet, is the same. A number alone would take an agent that numbers badly, or begins again, for one that repeats itself.
    /// </summary>
    internal bool IsRepeated { get; private set; }

    /// <summary>Samples the agent itself dropped, since they were first reported.</summary>
    public long FlowDrops { get; private set; }

    /// <summary>Notifications the agent itself suppressed, since they were first reported.</summary>
    public long NotificationDrops { get; private set; }

    /// <summary>Change of the sample pool over flow samples received; null before two samples, or when the agent keeps no pool.</summary>
    public double? EffectiveSamplingRate => _poolSum == 0 ? null : (double)_poolSum / _poolSamples;

    /// <summary>Average ms between counter samples; null before two of them.</summary>
    public double? EffectivePollingIntervalMs =>
        _counterIntervals == 0 ? null : (_lastCounterUs - _firstCounterUs) / 1000.0 / _counterIntervals;

    /// <summary>True on a virtual machine, container or application: its structures have names of their own.</summary>
    internal bool IsGuest => Source.Class == 3;

    /// <summary>Its metrics; null until there are some.</summary>
    internal MetricRow? Metrics { get; set; }

    /// <summary>Last sampling rate that was not 0; 0 before the first.</summary>
    internal uint KnownSamplingRate { get; set; }

    /// <summary>What flow tables know this data source by; null before its first flow sample.</summary>
    internal FlowSource? FlowSource { get; set; }

    /// <summary>Its <see cref="FlowSource.Id"/>, so that most samples need not look there.</summary>
    internal uint FlowSourceId { get; set; }

    internal SampleSequences? Flows => _flows.Received > 0 ? _flows : null;

    internal SampleSequences? Counters => _counters.Received > 0 ? _counters : null;

    internal SampleSequences? Notifications => _notices?.Sequences;

    /// <summary>Accounts a flow sample.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="rate">N of 1-in-N.</param>
    /// <param name="pool">Packets that could have been sampled, cumulative.</param>
    /// <param name="drops">Samples the agent dropped, cumulative.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnFlowSample(uint sequence, uint rate, uint pool, uint drops, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        SequenceOutcome outcome = _flows.Accept(Agent.CurrentSubAgent, sequence);
        if (rate != SamplingRate)
        {
            // The measured rate is that of the configuration in force.
            SamplingRate = rate;
            _poolKnown = false;
            _poolSum = 0;
            _poolSamples = 0;
        }

        NoteRepetition(outcome, sequence, pool);
        AccountPool(outcome, pool);
        FlowDrops += Step(outcome, drops, ref _flowDrops, ref _flowDropsKnown);
        return outcome;
    }

    /// <summary>Accounts a counter sample; call it before its records are handed to the metric table.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnCounterSample(uint sequence, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        bool first = _counters.Received == 0;
        LastCounterOutcome = _counters.Accept(Agent.CurrentSubAgent, sequence);
        if (LastCounterOutcome is SequenceOutcome.Duplicate or SequenceOutcome.Late)
        {
            return LastCounterOutcome;
        }

        if (first)
        {
            _firstCounterUs = timeUs;
        }
        else
        {
            _counterIntervals++;
        }

        _lastCounterUs = timeUs;
        return LastCounterOutcome;
    }

    /// <summary>Accounts a dropped-packet notification.</summary>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="drops">Notifications the agent suppressed, cumulative.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome OnDiscard(uint sequence, uint drops, long timeUs)
    {
        LastSeenUs = Math.Max(LastSeenUs, timeUs);
        _notices ??= new Notices();
        SequenceOutcome outcome = _notices.Sequences.Accept(Agent.CurrentSubAgent, sequence);
        NotificationDrops += Step(outcome, drops, ref _notices.Drops, ref _notices.DropsKnown);
        return outcome;
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
        _flows.Reset(subAgentId);
        _counters.Reset(subAgentId);
        _poolKnown = false;
        _flowDropsKnown = false;
        _notices?.Reset(subAgentId);
        Metrics?.BreakHistory();
    }

    /// <summary>Notes activity that carries no sequence number (custom metrics and flows).</summary>
    internal void Touch(long timeUs) => LastSeenUs = Math.Max(LastSeenUs, timeUs);

    private void NoteRepetition(SequenceOutcome outcome, uint sequence, uint pool)
    {
        IsRepeated = false;
        uint behind = unchecked(_lastFlowSequence - sequence);
        ref uint recent = ref _recentPools[(int)(sequence % RecentPools.Length)];
        if (outcome == SequenceOutcome.Duplicate)
        {
            IsRepeated = behind < RecentPools.Length && pool != 0 && recent == pool;
            return;
        }

        if (outcome != SequenceOutcome.Late)
        {
            _lastFlowSequence = sequence;
            recent = pool;
        }
        else if (behind < RecentPools.Length)
        {
            recent = pool;
        }
    }

    private void AccountPool(SequenceOutcome outcome, uint pool)
    {
        if (outcome == SequenceOutcome.Duplicate)
        {
            return;
        }

        if (outcome == SequenceOutcome.Late)
        {
            // The step over the gap already covered the packets this sample stands for.
            _poolSamples += _poolKnown ? 1 : 0;
            return;
        }

        uint step = unchecked(pool - _pool);
        bool continues = _poolKnown && outcome is SequenceOutcome.InOrder or SequenceOutcome.Gap;
        if (continues && step < int.MaxValue)
        {
            _poolSum += step;
            _poolSamples++;
        }

        _pool = pool;
        _poolKnown = true;
    }

    /// <summary>Growth of a cumulative 32-bit number; 0 when it began again or cannot be compared.</summary>
    private static uint Step(SequenceOutcome outcome, uint value, ref uint last, ref bool known)
    {
        if (outcome is SequenceOutcome.Duplicate or SequenceOutcome.Late)
        {
            return 0;
        }

        uint step = unchecked(value - last);
        bool comparable = known && outcome != SequenceOutcome.Restart && step < int.MaxValue;
        last = value;
        known = true;
        return comparable ? step : 0;
    }

    /// <summary>Accounts of notifications, which few data sources send.</summary>
    private sealed class Notices
    {
        public SampleSequences Sequences;
        public uint Drops;
        public bool DropsKnown;

        public void Reset(uint subAgentId)
        {
            Sequences.Reset(subAgentId);
            DropsKnown = false;
        }
    }

    /// <summary>Sample pools of the last numbers.</summary>
    [InlineArray(Length)]
    private struct RecentPools
    {
        public const int Length = 4;

        private uint _first;
    }
}
