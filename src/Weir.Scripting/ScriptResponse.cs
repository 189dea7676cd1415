namespace Weir.Scripting;

/// <summary>What a script, or the lack of one, answers to a request.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content type; empty when there is no body.</param>
/// <param name="Body">UTF-8 body.</param>
public sealed record ScriptResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>A plain-text response.</summary>
    public static ScriptResponse Text(int status, string message) =>
        new(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(message));
}
