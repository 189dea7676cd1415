using System.Buffers;
using System.Text.Json;
using Weir.Wire.SFlow;

namespace Weir.Wire.Tests.SFlow;

/// <summary>Renders records and datagrams, and takes the values out again.</summary>
internal static class JsonText
{
    public static JsonElement OfDatagram(ReadOnlySpan<byte> payload)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            DatagramJson.Write(json, payload);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    public static JsonElement OfRecord(RecordEntry entry, ReadOnlySpan<byte> body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            Assert.True(entry.TryWriteFields(body, json));
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The values of an element in document order, as text; the decoded packet of a sampled header is left out.</summary>
    public static IEnumerable<string> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Where(p => p.Name != "packet").SelectMany(p => Values(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [element.GetString()!],
        _ => [element.GetRawText()],
    };
}
