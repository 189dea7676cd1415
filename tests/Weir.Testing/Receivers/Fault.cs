namespace Weir.Testing.Receivers;

/// <summary>One thing that goes wrong with one request to a receiver.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>Resets the connection before anything is kept.</summary>
    public static Fault Reset { get; } = new(FaultKind.Reset);

    /// <summary>Keeps what was sent, then resets instead of answering.</summary>
    public static Fault ResetAfter { get; } = new(FaultKind.ResetAfter);

    /// <summary>Keeps what was sent and resets in the middle of the answer.</summary>
    public static Fault ResetMidReply { get; } = new(FaultKind.ResetMidReply);

    /// <summary>Resets in the middle of the request.</summary>
    public static Fault ResetMidBody { get; } = new(FaultKind.ResetMidBody);

    /// <summary>Never answers.</summary>
    public static Fault Hang { get; } = new(FaultKind.Hang);

    /// <summary>What happens.</summary>
    public FaultKind Kind { get; }

    /// <summary>The answer of <see cref="FaultKind.Status"/>.</summary>
    public Reply Reply { get; private init; }

    /// <summary>The time of <see cref="FaultKind.Delay"/> and <see cref="FaultKind.Trickle"/>.</summary>
    public TimeSpan Time { get; private init; }

    /// <summary>Answers with that status and keeps nothing.</summary>
    public static Fault Status(int status, string body = "", params KeyValuePair<string, string>[] headers) =>
        new(FaultKind.Status) { Reply = new Reply(status, body) { Headers = headers } };

    /// <summary>Answers later, and otherwise as ever.</summary>
    public static Fault Delay(TimeSpan time) => new(FaultKind.Delay) { Time = time };

    /// <summary>Answers a byte at a time.</summary>
    public static Fault Trickle(TimeSpan between) => new(FaultKind.Trickle) { Time = between };

    /// <summary>429 with a Retry-After in seconds.</summary>
    public static Fault TooMany(int seconds) => Status(429, "slow down", KeyValuePair.Create("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
