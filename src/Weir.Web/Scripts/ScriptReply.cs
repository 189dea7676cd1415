namespace Weir.Web.Scripts;

/// <summary>What a script answered, ready to be sent.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="ContentType">Content type; empty when there is no body.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record ScriptReply(int Status, string ContentType, ReadOnlyMemory<byte> Body);
