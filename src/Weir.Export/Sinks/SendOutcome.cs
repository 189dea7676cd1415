namespace Weir.Export.Sinks;

/// <summary>What became of a request.</summary>
public enum SendOutcome
{
    /// <summary>The receiver has all of it.</summary>
    Accepted,

    /// <summary>Nobody answered, or the receiver asks for patience: the same again later.</summary>
    Retry,

    /// <summary>Refused until a person mends something (token, tenant, address): nothing is given up, the same again after long pauses, and health says why.</summary>
    Misconfigured,

    /// <summary>Too large: the same in halves; a single event that is too large is given up.</summary>
    TooLarge,

    /// <summary>The receiver will never take it: given up, with the reason.</summary>
    Rejected,

    /// <summary>Each item has its own outcome, see <see cref="SendResult.Verdicts"/>.</summary>
    Mixed,
}
