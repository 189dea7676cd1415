namespace Weir.Analytics;

/// <summary>One thing that is wrong with what a person gave us.</summary>
/// <param name="Path">Where: a field or a position, for example <c>filter:12</c>.</param>
/// <param name="Message">What, in a sentence that says how to mend it.</param>
public readonly record struct Diagnostic(string Path, string Message)
{
    /// <summary>Path and message as one line.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
