using System.Buffers;
using System.Text.Json;
using Weir.Web.Routing;

namespace Weir.Web.Json;

/// <summary>A JSON writer and the text it has written that was not sent on yet. For one answer, one thread at a time.</summary>
internal sealed class JsonPiece : IReplyPiece
{
    /// <summary>Bytes after which the text should be sent on.</summary>
    public const int Bytes = 16 << 10;

    // Room for the row that is being written too; grows only for rows that are larger than a piece.
    private readonly ArrayBufferWriter<byte> _text = new(2 * Bytes);

    /// <summary>Begins an answer.</summary>
    /// <param name="json">Layout of the text.</param>
    public JsonPiece(ResultJson json)
    {
        Writer = json.Writer(_text);
    }

    /// <summary>Where the answer is written to.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>True when there is enough to be sent on.</summary>
    public bool IsDue => _text.WrittenCount + Writer.BytesPending >= Bytes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Take()
    {
        Writer.Flush();
        return _text.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Clear() => _text.ResetWrittenCount();

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();
}
