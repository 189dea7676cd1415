namespace Weir.Analytics.Agents;

/// <summary>What a sequence number says about the datagram or sample that carries it (sFlow v5, sequence_number).</summary>
public enum SequenceOutcome : byte
{
    /// <summary>The first of its sequence: nothing before it was expected.</summary>
    First = 0,

    /// <summary>The successor of the highest number so far.</summary>
    InOrder,

    /// <summary>Numbers between the highest so far and this one are missing.</summary>
    Gap,

    /// <summary>Came late: it fills a gap, or lies before the first number seen.</summary>
    Late,

    /// <summary>Received before.</summary>
    Duplicate,

    /// <summary>The sequence began again: the agent or its counters were reset.</summary>
    Restart,
}
