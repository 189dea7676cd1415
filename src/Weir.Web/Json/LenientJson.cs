using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Web.Json;

/// <summary>
/// Reads JSON as people type it into a shell: unquoted names, single quotes, trailing commas and comments are accepted.
/// </summary>
/// <remarks>
/// The text is rewritten into strict JSON by <see cref="LenientJsonReader"/> and then parsed by System.Text.Json, so that
/// everything strict means exactly what it means there. Depth and size are bounded; input never throws, it gives a problem.
/// Deliberately not accepted, because a typing error should not become a value: unquoted strings, NaN, hexadecimal numbers.
/// </remarks>
public static class LenientJson
{
    /// <summary>Objects and arrays that may lie within each other.</summary>
    public const int MaxDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Parses UTF-8 text; a byte order mark is stepped over.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="document">The document, to be disposed by the caller.</param>
    /// <param name="problem">What is wrong, on false.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonDocument? document, out JsonProblem problem)
    {
        document = null;
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            problem = new JsonProblem(FormattableString.Invariant($"the body is not UTF-8 text (byte {e.Index})"), 0, 0);
            return false;
        }

        return TryParse(text, out document, out problem);
    }

    /// <summary>Parses text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="document">The document, to be disposed by the caller.</param>
    /// <param name="problem">What is wrong, on false.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonDocument? document, out JsonProblem problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        document = null;
        ArrayBufferWriter<byte> strict = new(Math.Max(256, text.Length));
        using Utf8JsonWriter writer = new(strict, WriterOptions);
        LenientJsonReader reader = new(text, writer);
        if (!reader.TryCopyDocument())
        {
            problem = Locate(text, reader.Position, reader.Problem!);
            return false;
        }

        writer.Flush();
        problem = default;
        document = JsonDocument.Parse(strict.WrittenMemory, DocumentOptions);
        return true;
    }

    private static JsonProblem Locate(string text, int position, string message)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, Math.Min(position, text.Length));
        int line = before.Count('\n') + 1;
        int column = before.Length - before.LastIndexOf('\n');
        return new JsonProblem(message, line, column);
    }
}
