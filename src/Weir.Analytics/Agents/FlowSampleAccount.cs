using System.Runtime.CompilerServices;

namespace Weir.Analytics.Agents;

/// <summary>What a data source's flow samples say about themselves: sequence, sample pool, drops, sampling rate. Single writer: the shard.</summary>
/// <remarks>
/// A value that changes: it lies inside its data source, in front, so that a sample touches as few cache lines as can be: what every
/// sample changes comes first, and the sequences, of which only the beginning is changed as a rule, last.
/// </remarks>
internal struct FlowSampleAccount
{
    private uint _lastSequence;
    private uint _pool;
    private uint _drops;
    private bool _poolKnown;
    private bool _dropsKnown;
    private RecentPools _recentPools;
    private long _poolSum;
    private long _poolSamples;
    private SampleSequences _sequences;

    /// <summary>N of 1-in-N from the last sample; 0 when unknown.</summary>
    public uint SamplingRate { get; private set; }

    /// <summary>Last sampling rate that was not 0; 0 before the first.</summary>
    public uint KnownSamplingRate { get; set; }

    /// <summary>
    /// True when the sample accounted last was accounted before: its number was received and its sample pool, which grows with every
    /// packet, is the same. A number alone would take an agent that numbers badly, or begins again, for one that repeats itself.
    /// </summary>
    public bool IsRepeated { get; private set; }

    /// <summary>Samples the agent itself dropped, since they were first reported.</summary>
    public long Drops { get; private set; }

    /// <summary>Change of the sample pool over samples received; null before two samples, or when the agent keeps no pool.</summary>
    public readonly double? EffectiveSamplingRate => _poolSum == 0 ? null : (double)_poolSum / _poolSamples;

    /// <summary>Sequences of the samples.</summary>
    public readonly SampleSequences Sequences => _sequences;

    /// <summary>Accounts a sample.</summary>
    /// <param name="subAgentId">Sub-agent that numbers it.</param>
    /// <param name="sequence">Sample sequence number.</param>
    /// <param name="rate">N of 1-in-N.</param>
    /// <param name="pool">Packets that could have been sampled, cumulative.</param>
    /// <param name="drops">Samples the agent dropped, cumulative.</param>
    public SequenceOutcome Accept(uint subAgentId, uint sequence, uint rate, uint pool, uint drops)
    {
        SequenceOutcome outcome = _sequences.Accept(subAgentId, sequence);
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
        Drops += CumulativeNumber.Step(outcome, drops, ref _drops, ref _dropsKnown);
        return outcome;
    }

    /// <summary>The sub-agent started again: its next sample is a first one.</summary>
    public void OnRestart(uint subAgentId)
    {
        _sequences.Reset(subAgentId);
        _poolKnown = false;
        _dropsKnown = false;
    }

    private void NoteRepetition(SequenceOutcome outcome, uint sequence, uint pool)
    {
        IsRepeated = false;
        uint behind = unchecked(_lastSequence - sequence);
        ref uint recent = ref _recentPools[(int)(sequence % RecentPools.Length)];
        if (outcome == SequenceOutcome.Duplicate)
        {
            IsRepeated = behind < RecentPools.Length && pool != 0 && recent == pool;
            return;
        }

        if (outcome != SequenceOutcome.Late)
        {
            _lastSequence = sequence;
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

    /// <summary>Sample pools of the last numbers.</summary>
    [InlineArray(Length)]
    private struct RecentPools
    {
        public const int Length = 4;

        private uint _first;
    }
}
