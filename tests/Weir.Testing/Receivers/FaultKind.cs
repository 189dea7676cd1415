namespace Weir.Testing.Receivers;

/// <summary>How a receiver misbehaves.</summary>
public enum FaultKind
{
    /// <summary>Answers with a status of its own and keeps nothing.</summary>
    Status,

    /// <summary>Resets the connection before anything is kept.</summary>
    Reset,

    /// <summary>Keeps what was sent, then resets the connection instead of answering: the sender cannot know.</summary>
    ResetAfter,

    /// <summary>Keeps what was sent, sends the head and half of the answer, then resets.</summary>
    ResetMidReply,

    /// <summary>Resets while the request's body is still coming.</summary>
    ResetMidBody,

    /// <summary>Waits, then does as ever.</summary>
    Delay,

    /// <summary>Keeps nothing and never answers.</summary>
    Hang,

    /// <summary>Keeps what was sent and answers one byte at a time, the given time apart.</summary>
    Trickle,
}
