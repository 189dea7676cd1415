namespace Weir.Analytics.Agents;

/// <summary>One datagram stream of an agent: its sequence and its clock (sFlow v5, sub_agent_id). Single writer.</summary>
internal sealed class SubAgentState
{
    /// <summary>How far an agent's uptime may go back before it counts as a restart, in ms: late datagrams are not that late.</summary>
    public const int UptimeToleranceMs = 5_000;

    private SequenceCounter _sequence;
    private bool _started;

    /// <summary>Accounts of the datagram sequence.</summary>
    public SequenceCounter Sequence => _sequence;

    /// <summary>Uptime of the newest datagram, in ms.</summary>
    public uint UptimeMs { get; private set; }

    /// <summary>Accounts a datagram; true when the sub-agent has started again since the last one.</summary>
    /// <remarks>Uptime wraps after 49.7 days, so it is compared as a signed difference: a wrap is a small step ahead.</remarks>
    public bool Accept(uint sequence, uint uptimeMs)
    {
        int step = unchecked((int)(uptimeMs - UptimeMs));
        bool clockWentBack = _started && step < -UptimeToleranceMs;
        if (clockWentBack)
        {
            _sequence.Reset();
        }

        SequenceOutcome outcome = _sequence.Accept(sequence);
        bool restarted = clockWentBack || outcome == SequenceOutcome.Restart;
        if (restarted || step > 0 || !_started)
        {
            UptimeMs = uptimeMs;
        }

        _started = true;
        return restarted;
    }
}
