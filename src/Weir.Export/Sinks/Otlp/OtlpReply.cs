using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Export.Sinks.Otlp;

/// <summary>The part of an <c>ExportLogsServiceResponse</c> that matters: how many records of an accepted request were refused.</summary>
/// <param name="Rejected">Records that were refused; never negative.</param>
/// <param name="Message">Why.</param>
internal readonly record struct OtlpReply(long Rejected, string Message)
{
    /// <summary>Reads an answer in either encoding; what cannot be read refuses nothing.</summary>
    public static OtlpReply Read(ReadOnlySpan<byte> body, bool json) => json ? ReadJson(body) : ReadMessage(body);

    private static OtlpReply ReadJson(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("partialSuccess", out JsonElement partial)
                || partial.ValueKind != JsonValueKind.Object
                || !partial.TryGetProperty("rejectedLogRecords", out JsonElement count))
            {
                return default;
            }

            // 64-bit numbers are texts in this encoding; some write numbers all the same.
            _ = long.TryParse(count.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long rejected);
            return new OtlpReply(rejected, partial.TryGetProperty("errorMessage", out JsonElement message) ? message.ToString() : "");
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static OtlpReply ReadMessage(ReadOnlySpan<byte> body)
    {
        long rejected = 0;
        string message = "";
        while (TryField(ref body, out int number, out ulong value, out ReadOnlySpan<byte> content))
        {
            while (number == 1 && TryField(ref content, out int inner, out value, out ReadOnlySpan<byte> text))
            {
                rejected = inner == 1 ? (long)Math.Min(value, int.MaxValue) : rejected;
                message = inner == 2 ? Encoding.UTF8.GetString(text) : message;
            }
        }

        return new OtlpReply(rejected, message);
    }

    /// <summary>Takes the next field, a varint or delimited content; false at the end and at what is neither.</summary>
    private static bool TryField(ref ReadOnlySpan<byte> body, out int number, out ulong value, out ReadOnlySpan<byte> content)
    {
        content = default;
        value = 0;
        number = 0;
        if (!TryVarint(ref body, out ulong key) || !TryVarint(ref body, out value))
        {
            return false;
        }

        number = (int)(key >> 3);
        if ((key & 7) == 0)
        {
            return true;
        }

        if ((key & 7) != 2 || value > (ulong)body.Length)
        {
            return false;
        }

        content = body[..(int)value];
        body = body[(int)value..];
        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> body, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(10, body.Length); i++)
        {
            value |= (ulong)(body[i] & 0x7F) << (7 * i);
            if (body[i] < 0x80)
            {
                body = body[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
