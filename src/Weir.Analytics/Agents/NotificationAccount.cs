namespace Weir.Analytics.Agents;

/// <summary>What a data source's notifications of dropped packets say about themselves. Single writer: the shard.</summary>
internal sealed class NotificationAccount
{
    private SampleSequences _sequences;
    private uint _drops;
    private bool _dropsKnown;

    /// <summary>Notifications the agent itself suppressed, since they were first reported.</summary>
    public long Drops { get; private set; }

    /// <summary>Sequences of the notifications.</summary>
    public SampleSequences Sequences => _sequences;

    /// <summary>Accounts a notification.</summary>
    /// <param name="subAgentId">Sub-agent that numbers it.</param>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="drops">Notifications the agent suppressed, cumulative.</param>
    public SequenceOutcome Accept(uint subAgentId, uint sequence, uint drops)
    {
        SequenceOutcome outcome = _sequences.Accept(subAgentId, sequence);
        Drops += CumulativeNumber.Step(outcome, drops, ref _drops, ref _dropsKnown);
        return outcome;
    }

    /// <summary>The sub-agent started again: its next notification is a first one.</summary>
    public void OnRestart(uint subAgentId)
    {
        _sequences.Reset(subAgentId);
        _dropsKnown = false;
    }
}
