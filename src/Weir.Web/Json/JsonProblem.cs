namespace Weir.Web.Json;

/// <summary>Why a request body is no JSON, and where.</summary>
/// <param name="Message">What is wrong, in words that say how to mend it.</param>
/// <param name="Line">Line, from 1; 0 when the position is not one of the text.</param>
/// <param name="Column">Column in UTF-16 units, from 1; 0 when the position is not one of the text.</param>
public readonly record struct JsonProblem(string Message, int Line, int Column)
{
    /// <summary>The position as diagnostics write it: <c>body:3:14</c>.</summary>
    public string Path => Line == 0 ? "body" : FormattableString.Invariant($"body:{Line}:{Column}");
}
