namespace Weir.Scripting.Calls;

/// <summary>An answer that is JSON already.</summary>
/// <param name="Utf8">The JSON.</param>
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);
