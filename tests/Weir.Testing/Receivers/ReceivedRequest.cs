using System.Text;

namespace Weir.Testing.Receivers;

/// <summary>A request as a receiver got it.</summary>
public sealed record ReceivedRequest
{
    /// <summary>Method: <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Path as it was sent, escapes and all, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Query with its question mark; empty without one.</summary>
    public required string Query { get; init; }

    /// <summary>Headers; names in any case, several values joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Body, unpacked when it was sent with gzip or deflate.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Bytes of the body as they came over the wire.</summary>
    public required int WireBytes { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>A header, or empty.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
