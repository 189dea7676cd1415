namespace Weir.Export.Sinks;

/// <summary>What became of a request, and why.</summary>
public sealed record SendResult
{
    /// <summary>The receiver has all of it.</summary>
    public static SendResult Accepted { get; } = new() { Outcome = SendOutcome.Accepted };

    /// <summary>What became of it.</summary>
    public required SendOutcome Outcome { get; init; }

    /// <summary>The receiver's words or the fault of the network, without secrets; at most a few hundred characters.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the receiver asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Nobody was there to answer: no connection, or one that ended without a word. Asking again costs nobody much, so it is done every few seconds.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>For <see cref="SendOutcome.Mixed"/>: one per item, in the order of the batch.</summary>
    public IReadOnlyList<ItemVerdict> Verdicts { get; init; } = [];

    /// <summary>The same again later.</summary>
    public static SendResult Retry(string reason, TimeSpan? after = null) => new() { Outcome = SendOutcome.Retry, Reason = reason, RetryAfter = after };

    /// <summary>The same again soon: nobody was there.</summary>
    public static SendResult Unreachable(string reason) => new() { Outcome = SendOutcome.Retry, Reason = reason, IsUnreachable = true };

    /// <summary>Never.</summary>
    public static SendResult Rejected(string reason) => new() { Outcome = SendOutcome.Rejected, Reason = reason };

    /// <summary>Not until a person mends something.</summary>
    public static SendResult Misconfigured(string reason) => new() { Outcome = SendOutcome.Misconfigured, Reason = reason };

    /// <summary>In halves.</summary>
    public static SendResult TooLarge(string reason) => new() { Outcome = SendOutcome.TooLarge, Reason = reason };

    /// <summary>Each item its own.</summary>
    public static SendResult Mixed(IReadOnlyList<ItemVerdict> verdicts) => new() { Outcome = SendOutcome.Mixed, Verdicts = verdicts };
}
