namespace Weir.Web.Scripts;

/// <summary>What a script answered.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Json">For <see cref="ScriptOutcome.Value"/>: the value as UTF-8 JSON. Else empty.</param>
/// <param name="Text">For <see cref="ScriptOutcome.Thrown"/>: the string thrown; for other failures: a sentence for the caller. Else empty.</param>
public sealed record ScriptReply(ScriptOutcome Outcome, ReadOnlyMemory<byte> Json, string Text)
{
    /// <summary>An answer without a value.</summary>
    public ScriptReply(ScriptOutcome outcome, string text = "")
        : this(outcome, ReadOnlyMemory<byte>.Empty, text)
    {
    }
}
