using Weir.Export.Settings;

namespace Weir.Export.Http;

/// <summary>What came back for a request.</summary>
/// <param name="Status">Status code; 0 when there was no whole answer.</param>
/// <param name="Body">The answer's text as it came, cut at <see cref="HttpSender.MaxBodyBytes"/>; empty without an answer. It may repeat secrets: show <see cref="HttpVerdict.Reason"/>.</param>
/// <param name="RetryAfter">How long the receiver asks to wait; never negative.</param>
/// <param name="Fault">Why there is no answer, without secrets; null when there is one.</param>
public readonly record struct HttpReply(int Status, string Body, TimeSpan? RetryAfter, string? Fault)
{
    /// <summary>The fault is one that only a person can mend: a certificate that is not trusted or is refused.</summary>
    public bool NeedsMending { get; init; }

    /// <summary>There was no connection, or it ended before a word of the answer. False for a receiver that did not answer in time: it may be at work on the request.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Headers of the answer, several values of one name joined with commas; names in any case. Null without an answer.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The answer's bytes as they came, for answers that are no text; cut like <see cref="Body"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What must not appear in reasons made of this answer.</summary>
    internal SettingSecrets? Secrets { get; init; }

    /// <summary>True for 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;
}
