using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Otlp;

/// <summary>Writes the same request in the JSON encoding of OTLP: 64-bit numbers as texts, enumerations as numbers.</summary>
internal static class OtlpJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = EventJson.WriterOptions.Encoder, SkipValidation = true };

    /// <summary>Writes events, a resource for each service.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<WeirEvent> batch, OtlpOptions options)
    {
        ArrayBufferWriter<byte> body = new(batch.Count * 600);
        using Utf8JsonWriter json = new(body, WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("resourceLogs"u8);
        foreach (IGrouping<string, WeirEvent> service in batch.GroupBy(item => item.Service))
        {
            WriteService(json, service, options);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private static void WriteService(Utf8JsonWriter json, IGrouping<string, WeirEvent> service, OtlpOptions options)
    {
        json.WriteStartObject();
        json.WriteStartObject("resource"u8);
        WriteAttributes(json, OtlpAttributes.Resource(service.Key, options.Resource).Select(a => KeyValuePair.Create(a.Key, FieldValue.Of(a.Value))));
        json.WriteEndObject();
        json.WriteStartArray("scopeLogs"u8);
        json.WriteStartObject();
        json.WriteStartObject("scope"u8);
        json.WriteString("name"u8, "weir"u8);
        json.WriteString("version"u8, options.Version);
        json.WriteEndObject();
        json.WriteStartArray("logRecords"u8);
        foreach (WeirEvent item in service)
        {
            WriteRecord(json, item);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, WeirEvent item)
    {
        string time = item.TimeNs.ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("timeUnixNano"u8, time);
        json.WriteString("observedTimeUnixNano"u8, time);
        json.WriteNumber("severityNumber"u8, SeverityNames.OpenTelemetryNumber(item.Severity));
        json.WriteString("severityText"u8, SeverityNames.Level(item.Severity));
        json.WritePropertyName("body"u8);
        WriteValue(json, FieldValue.Of(item.Message));
        WriteAttributes(json, OtlpAttributes.Of(item));
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, FieldValue>> attributes)
    {
        json.WriteStartArray("attributes"u8);
        foreach ((string name, FieldValue value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, name);
            json.WritePropertyName("value"u8);
            WriteValue(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, FieldValue value)
    {
        json.WriteStartObject();
        switch (value.Kind)
        {
            case FieldKind.Boolean:
                json.WriteBoolean("boolValue"u8, value.Boolean);
                break;
            case FieldKind.Integer:
                json.WriteString("intValue"u8, value.Integer.ToString(CultureInfo.InvariantCulture));
                break;
            case FieldKind.Number:
                json.WriteNumber("doubleValue"u8, value.Number);
                break;
            default:
                json.WriteString("stringValue"u8, value.ToString());
                break;
        }

        json.WriteEndObject();
    }
}
