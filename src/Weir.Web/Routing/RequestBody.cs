using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>Reads request bodies within the limit and turns them into JSON.</summary>
internal static class RequestBody
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole body; null when it is larger than allowed.</summary>
    public static async ValueTask<byte[]?> ReadAsync(Call call)
    {
        long limit = call.Web.Options.MaxBodyBytes;
        if (call.Http.Request.ContentLength > limit)
        {
            return null;
        }

        PipeReader reader = call.Http.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(call.Http.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                call.Web.Counters.Received(body.Length);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static IResult TooLarge(Call call) => call.Error(
        StatusCodes.Status413PayloadTooLarge,
        FormattableString.Invariant($"the body is larger than {call.Web.Options.MaxBodyBytes} bytes (property weir.http.maxbody)"));

    /// <summary>Lenient JSON, plain or percent-encoded as HTML forms and some HTTP libraries send it.</summary>
    public static bool TryParseLenient(string? contentType, ReadOnlySpan<byte> body, [NotNullWhen(true)] out JsonDocument? document, out JsonProblem problem)
    {
        ReadOnlySpan<byte> trimmed = body.TrimStart(" \t\r\n"u8);
        if (trimmed.Length == 0 || trimmed[0] != (byte)'%')
        {
            return LenientJson.TryParse(body, out document, out problem);
        }

        // JSON never begins with '%', so this is an encoded '{' or '['; a form adds '=' after a name without value.
        string encoded = Encoding.ASCII.GetString(trimmed).TrimEnd('=', '\r', '\n');
        if (IsForm(contentType))
        {
            encoded = encoded.Replace('+', ' ');
        }

        return LenientJson.TryParse(Uri.UnescapeDataString(encoded), out document, out problem);
    }

    /// <summary>The body as the text a script's handler parses, null when it is empty; false when it is not UTF-8.</summary>
    public static bool TryReadText(byte[] body, out string? text)
    {
        try
        {
            text = body.Length == 0 ? null : StrictUtf8.GetString(body);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    private static bool IsForm(string? contentType) =>
        contentType is not null && contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
}
