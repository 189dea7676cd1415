namespace Weir.Analytics.Agents;

/// <summary>Accounts one sequence of numbers: what is lost, doubled, late, and when it began again.</summary>
/// <remarks>
/// The rule. The last 64 numbers up to the highest one are remembered as received, missing, or neither (older than the first).
/// <list type="bullet">
/// <item>A number ahead of the highest by at most 2^24 makes those between them missing and <see cref="Lost"/> grow by their count.</item>
/// <item>A number inside the window that is missing was late: <see cref="Lost"/> shrinks and <see cref="OutOfOrder"/> grows by one.</item>
/// <item>A number inside the window that was received is a duplicate; one that is neither counts as out of order only.</item>
/// <item>Anything further away, behind or ahead, is a restart: counting begins again at that number and nothing is lost by it.</item>
/// </list>
/// Numbers are 32 bits wide and wrap. Single writer. A value that changes: it lies inside its owner, so that accounting a sample
/// touches the owner's memory only; a copy is a reading.
/// </remarks>
internal struct SequenceCounter
{
    /// <summary>Numbers remembered, the highest included.</summary>
    public const int Width = 64;

    /// <summary>Largest step ahead that counts as loss: about a minute of a very fast source. Beyond it the sequence was reset.</summary>
    public const uint LargestGap = 1u << 24;

    private uint _highest;
    private ulong _received;
    private ulong _missing;
    private bool _started;

    /// <summary>Numbers that never came, or have not come yet.</summary>
    public long Lost { get; private set; }

    /// <summary>Numbers received again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Numbers that came after a higher one.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Times the sequence began again.</summary>
    public long Restarts { get; private set; }

    /// <summary>Accounts a number.</summary>
    public SequenceOutcome Accept(uint sequence)
    {
        if (_started && sequence == unchecked(_highest + 1))
        {
            // By far the most frequent case: the successor.
            _highest = sequence;
            _received = (_received << 1) | 1;
            _missing <<= 1;
            return SequenceOutcome.InOrder;
        }

        if (!_started)
        {
            Begin(sequence);
            return SequenceOutcome.First;
        }

        uint ahead = unchecked(sequence - _highest);
        if (ahead is > 0 and <= LargestGap)
        {
            return Advance(sequence, ahead);
        }

        uint behind = unchecked(_highest - sequence);
        if (behind < Width)
        {
            return FillIn((int)behind);
        }

        Restarts++;
        Begin(sequence);
        return SequenceOutcome.Restart;
    }

    /// <summary>Forgets the position, not the totals: the agent started again, so the next number is a first one.</summary>
    public void Reset()
    {
        if (_started)
        {
            _started = false;
            Restarts++;
        }
    }

    private void Begin(uint sequence)
    {
        _highest = sequence;
        _received = 1;
        _missing = 0;
        _started = true;
    }

    private SequenceOutcome Advance(uint sequence, uint ahead)
    {
        _highest = sequence;
        Lost += ahead - 1;

        // Bit i stands for the number i below the highest; bits 1 to ahead-1 are the ones just skipped.
        ulong skipped = ahead >= Width ? ulong.MaxValue << 1 : ((1ul << (int)ahead) - 1) & ~1ul;
        _received = ahead >= Width ? 1 : (_received << (int)ahead) | 1;
        _missing = (ahead >= Width ? 0 : _missing << (int)ahead) | skipped;
        return ahead == 1 ? SequenceOutcome.InOrder : SequenceOutcome.Gap;
    }

    private SequenceOutcome FillIn(int behind)
    {
        ulong bit = 1ul << behind;
        if ((_received & bit) != 0)
        {
            Duplicates++;
            return SequenceOutcome.Duplicate;
        }

        OutOfOrder++;
        Lost -= (_missing & bit) != 0 ? 1 : 0;
        _missing &= ~bit;
        _received |= bit;
        return SequenceOutcome.Late;
    }
}
