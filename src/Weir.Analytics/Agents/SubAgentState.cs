using Weir.Analytics.Flows.Tables;
using Weir.Analytics.Timing;

namespace Weir.Analytics.Agents;

/// <summary>One datagram stream of an agent: its sequence and its clock (sFlow v5, sub_agent_id). Single writer.</summary>
internal sealed class SubAgentState(AgentTotals totals)
{
    /// <summary>How far an agent's uptime may go back before it counts as a restart, in ms: late datagrams are not that late.</summary>
    public const int UptimeToleranceMs = 5_000;

    private const int HotLines = 4;

    private readonly uint[] _prints = new uint[SequenceCounter.Width];
    private SequenceCounter _sequence;
    private AgentClock _clock;
    private bool _started;

    /// <summary>Accounts of the datagram sequence.</summary>
    public SequenceCounter Sequence => _sequence;

    /// <summary>The sub-agent's clock.</summary>
    public AgentClock Clock => _clock;

    /// <summary>When the datagram accepted last was sent, in engine time: its arrival, or earlier when it was held up.</summary>
    public long SentUs { get; private set; }

    /// <summary>True when the datagram accepted last is one that was accepted before: same number, same fingerprint.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>Uptime of the newest datagram, in ms.</summary>
    public uint UptimeMs { get; private set; }

    /// <summary>Asks for what accounting a datagram touches to be brought into the cache.</summary>
    public void Prepare()
    {
        Prefetch.Object(this, HotLines);
        Prefetch.Object(_prints, 1);
    }

    /// <summary>Accounts a datagram; true when the sub-agent has started again since the last one.</summary>
    /// <remarks>Uptime wraps after 49.7 days, so it is compared as a signed difference: a wrap is a small step ahead.</remarks>
    /// <param name="sequence">Datagram sequence number.</param>
    /// <param name="uptimeMs">Uptime in ms.</param>
    /// <param name="timeUs">Engine time of arrival, in microseconds.</param>
    /// <param name="print">
    /// Fingerprint of the bytes. A number alone does not make a duplicate: agents that number badly, or start again without a sign of it,
    /// must not lose what they send. 0 when unknown.
    /// </param>
    public bool Accept(uint sequence, uint uptimeMs, long timeUs, uint print)
    {
        int step = unchecked((int)(uptimeMs - UptimeMs));
        bool clockWentBack = _started && step < -UptimeToleranceMs;
        if (clockWentBack)
        {
            _sequence.Reset();
        }

        long lost = _sequence.Lost;
        SequenceOutcome outcome = _sequence.Accept(sequence);
        bool restarted = clockWentBack || outcome == SequenceOutcome.Restart;
        if (restarted || step > 0 || !_started)
        {
            UptimeMs = uptimeMs;
        }

        ref uint known = ref _prints[sequence % SequenceCounter.Width];
        IsRepeated = outcome == SequenceOutcome.Duplicate && print != 0 && known == print;
        known = print;
        Place(uptimeMs, timeUs, outcome, _sequence.Lost - lost);
        _started = true;
        return restarted;
    }

    private void Place(uint uptimeMs, long timeUs, SequenceOutcome outcome, long lost)
    {
        (long placed, long tooLate, long faults) = (_clock.Placed, _clock.TooLate, _clock.Faults);
        SentUs = _clock.Place(uptimeMs, timeUs, outcome is SequenceOutcome.First or SequenceOutcome.InOrder or SequenceOutcome.Gap or SequenceOutcome.Restart);
        totals.Add(lost, _clock.Placed - placed, _clock.TooLate - tooLate, _clock.Faults - faults);
    }
}
