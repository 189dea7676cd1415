namespace Weir.Analytics.Agents;

/// <summary>Sequences of one kind of sample of one data source: one per sub-agent, since each numbers its samples itself.</summary>
/// <remarks>
/// At most <see cref="MaxStreams"/> sub-agents are followed; samples of further ones are received, but their sequence is not checked.
/// Single writer. A value that changes: it lies inside its data source; a copy is a reading. Nearly every data source is numbered by one
/// sub-agent, whose sequence lies here; those of others lie in an array.
/// </remarks>
internal struct SampleSequences
{
    /// <summary>Sub-agents followed.</summary>
    public const int MaxStreams = 8;

    private SequenceCounter _first;
    private uint _firstSubAgent;
    private bool _hasFirst;
    private (uint SubAgent, SequenceCounter Sequence)[]? _others;

    /// <summary>Samples received, those whose sequence was not checked included.</summary>
    public long Received { get; private set; }

    /// <summary>Samples missing.</summary>
    public readonly long Lost => _first.Lost + Sum(static s => s.Lost);

    /// <summary>Samples received twice.</summary>
    public readonly long Duplicates => _first.Duplicates + Sum(static s => s.Duplicates);

    /// <summary>Samples that came late.</summary>
    public readonly long OutOfOrder => _first.OutOfOrder + Sum(static s => s.OutOfOrder);

    /// <summary>Times a sequence began again.</summary>
    public readonly long Restarts => _first.Restarts + Sum(static s => s.Restarts);

    /// <summary>Accounts a sample.</summary>
    public SequenceOutcome Accept(uint subAgentId, uint sequence)
    {
        Received++;
        if (_hasFirst && _firstSubAgent == subAgentId)
        {
            return _first.Accept(sequence);
        }

        if (!_hasFirst)
        {
            _hasFirst = true;
            _firstSubAgent = subAgentId;
            return _first.Accept(sequence);
        }

        int at = FindOrAdd(subAgentId);
        return at < 0 ? SequenceOutcome.InOrder : _others![at].Sequence.Accept(sequence);
    }

    /// <summary>The sub-agent started again: its next sample is a first one.</summary>
    public void Reset(uint subAgentId)
    {
        if (_hasFirst && _firstSubAgent == subAgentId)
        {
            _first.Reset();
        }
        else if (Find(subAgentId) is >= 0 and int at)
        {
            _others![at].Sequence.Reset();
        }
    }

    private readonly int Find(uint subAgentId)
    {
        for (int i = 0; _others is not null && i < _others.Length; i++)
        {
            if (_others[i].SubAgent == subAgentId)
            {
                return i;
            }
        }

        return -1;
    }

    private int FindOrAdd(uint subAgentId)
    {
        int at = Find(subAgentId);
        int count = _others?.Length ?? 0;
        if (at >= 0 || count == MaxStreams - 1)
        {
            return at;
        }

        _others = [.. _others ?? [], (subAgentId, default)];
        return count;
    }

    private readonly long Sum(Func<SequenceCounter, long> part)
    {
        long sum = 0;
        foreach ((uint _, SequenceCounter sequence) in _others ?? [])
        {
            sum += part(sequence);
        }

        return sum;
    }
}
