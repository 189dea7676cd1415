namespace Weir.Analytics.Agents;

/// <summary>What a data source's counter samples say about themselves: sequence and interval. A value that changes; single writer: the shard.</summary>
internal struct CounterSampleAccount
{
    private long _firstUs;
    private long _lastUs;
    private long _intervals;
    private SampleSequences _sequences;

    /// <summary>What the sequence said about the last sample.</summary>
    public SequenceOutcome LastOutcome { get; private set; }

    /// <summary>Average ms between samples; null before two of them.</summary>
    public readonly double? EffectiveIntervalMs => _intervals == 0 ? null : (_lastUs - _firstUs) / 1000.0 / _intervals;

    /// <summary>Sequences of the samples.</summary>
    public readonly SampleSequences Sequences => _sequences;

    /// <summary>Accounts a sample.</summary>
    /// <param name="subAgentId">Sub-agent that numbers it.</param>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public SequenceOutcome Accept(uint subAgentId, uint sequence, long timeUs)
    {
        bool first = _sequences.Received == 0;
        LastOutcome = _sequences.Accept(subAgentId, sequence);
        if (LastOutcome is SequenceOutcome.Duplicate or SequenceOutcome.Late)
        {
            return LastOutcome;
        }

        if (first)
        {
            _firstUs = timeUs;
        }
        else
        {
            _intervals++;
        }

        _lastUs = timeUs;
        return LastOutcome;
    }

    /// <summary>The sub-agent started again: its next sample is a first one.</summary>
    public void OnRestart(uint subAgentId) => _sequences.Reset(subAgentId);
}
