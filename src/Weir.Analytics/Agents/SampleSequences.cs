namespace Weir.Analytics.Agents;

/// <summary>Sequences of one kind of sample of one data source: one per sub-agent, since each numbers its samples itself.</summary>
/// <remarks>
/// At most <see cref="MaxStreams"/> sub-agents are followed; samples of further ones are received, but their sequence is not checked.
/// Single writer.
/// </remarks>
internal sealed class SampleSequences
{
    /// <summary>Sub-agents followed.</summary>
    public const int MaxStreams = 8;

    private uint[] _subAgents = [];
    private SequenceCounter[] _streams = [];

    /// <summary>Samples received, those whose sequence was not checked included.</summary>
    public long Received { get; private set; }

    /// <summary>Samples missing.</summary>
    public long Lost => Sum(static s => s.Lost);

    /// <summary>Samples received twice.</summary>
    public long Duplicates => Sum(static s => s.Duplicates);

    /// <summary>Samples that came late.</summary>
    public long OutOfOrder => Sum(static s => s.OutOfOrder);

    /// <summary>Times a sequence began again.</summary>
    public long Restarts => Sum(static s => s.Restarts);

    /// <summary>Accounts a sample.</summary>
    public SequenceOutcome Accept(uint subAgentId, uint sequence)
    {
        Received++;
        SequenceCounter? stream = Find(subAgentId);
        return stream is null ? SequenceOutcome.InOrder : stream.Accept(sequence);
    }

    /// <summary>The sub-agent started again: its next sample is a first one.</summary>
    public void Reset(uint subAgentId)
    {
        int at = Array.IndexOf(_subAgents, subAgentId);
        if (at >= 0)
        {
            _streams[at].Reset();
        }
    }

    private SequenceCounter? Find(uint subAgentId)
    {
        int at = Array.IndexOf(_subAgents, subAgentId);
        if (at >= 0)
        {
            return _streams[at];
        }

        if (_streams.Length == MaxStreams)
        {
            return null;
        }

        SequenceCounter added = new();
        _subAgents = [.. _subAgents, subAgentId];
        _streams = [.. _streams, added];
        return added;
    }

    private long Sum(Func<SequenceCounter, long> part)
    {
        long sum = 0;
        foreach (SequenceCounter stream in _streams)
        {
            sum += part(stream);
        }

        return sum;
    }
}
