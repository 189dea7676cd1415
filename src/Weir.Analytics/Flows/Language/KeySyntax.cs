namespace Weir.Analytics.Flows.Language;

/// <summary>A key or key function as written: a name and its arguments, not yet looked up.</summary>
/// <param name="Text">The expression as written, without surrounding blanks and brackets.</param>
/// <param name="Position">Where the text begins in its field, in characters from 0.</param>
/// <param name="Parts">The text cut at colons outside brackets: one part for a plain key, the function's name and arguments otherwise.</param>
internal sealed record KeySyntax(string Text, int Position, IReadOnlyList<KeyPart> Parts)
{
    /// <summary>Name of the key, or of the function.</summary>
    public string Name => KeySyntaxParser.Unescape(Parts[0].Text);

    /// <summary>True when there are arguments.</summary>
    public bool IsFunction => Parts.Count > 1;
}

/// <summary>A piece of a key expression between colons, brackets and escapes as written.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Position">Where it begins in its field, in characters from 0.</param>
internal readonly record struct KeyPart(string Text, int Position);
