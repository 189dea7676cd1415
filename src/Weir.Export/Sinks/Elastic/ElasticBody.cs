using System.Buffers;
using System.Net;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Elastic;

/// <summary>Writes the lines of a bulk request: one that says create, with the event's id, and the document in names of the Elastic Common Schema.</summary>
/// <remarks>
/// Names are written with dots, which the receiver takes as nesting. Fields that have no name in the schema stand below <c>weir.fields</c>, with
/// underscores for dots, and so do those whose value the schema's type would not take (a name where an address is expected).
/// </remarks>
internal static class ElasticBody
{
    private const string EcsVersion = "8.11.0";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = EventJson.WriterOptions.Encoder, SkipValidation = true };

    /// <summary>Writes events; ends with a line feed, as it must.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<WeirEvent> batch)
    {
        ArrayBufferWriter<byte> body = new(batch.Count * 700);
        foreach (WeirEvent item in batch)
        {
            using (Utf8JsonWriter action = new(body, WriterOptions))
            {
                action.WriteStartObject();
                action.WriteStartObject("create"u8);
                action.WriteString("_id"u8, item.Id);
                action.WriteEndObject();
                action.WriteEndObject();
            }

            body.Write("\n"u8);
            WriteDocument(item, body);
            body.Write("\n"u8);
        }

        return body.WrittenMemory;
    }

    private static void WriteDocument(WeirEvent item, ArrayBufferWriter<byte> body)
    {
        using Utf8JsonWriter json = new(body, WriterOptions);
        json.WriteStartObject();
        json.WriteString("@timestamp"u8, EventTime.Format(item.TimeNs));
        json.WriteString("message"u8, item.Message);
        json.WriteString("ecs.version"u8, EcsVersion);
        json.WriteString("log.level"u8, SeverityNames.Name(item.Severity));
        json.WriteString("service.name"u8, item.Service);
        json.WriteString("event.id"u8, item.Id);
        json.WriteString("event.kind"u8, item.Kind is EventKinds.Threshold or EventKinds.Incident ? "alert" : "event");
        json.WriteStartArray("event.category"u8);
        json.WriteStringValue("network"u8);
        json.WriteEndArray();
        json.WriteString("event.module"u8, "weir"u8);
        json.WriteString("event.dataset"u8, "weir." + item.Kind);
        json.WriteString("event.action"u8, item.Field("action") is { Kind: FieldKind.Text } action ? action.ToString() : item.Kind);
        json.WriteNumber("event.severity"u8, SeverityNames.OpenTelemetryNumber(item.Severity));
        json.WriteString("weir.kind"u8, item.Kind);
        json.WriteString("weir.subject"u8, item.Subject);
        WriteFields(json, item);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, WeirEvent item)
    {
        List<EventField> others = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (EventField field in item.Fields)
        {
            string name = SemanticNames.Ecs(field.Name);
            if (name == field.Name || Fit(name, field.Value) is not { } value || !names.Add(name))
            {
                others.Add(field);
                continue;
            }

            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        if (others.Count > 0)
        {
            json.WriteStartObject("weir.fields"u8);
            HashSet<string> taken = new(StringComparer.Ordinal);
            foreach (EventField field in others)
            {
                json.WritePropertyName(FlatJson.Unique(taken, field.Name.Replace('.', '_')));
                field.Value.WriteTo(json);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>The value as the schema's type takes it; null when it does not.</summary>
    private static FieldValue? Fit(string name, FieldValue value)
    {
        if (value.Kind is FieldKind.Null or FieldKind.Json)
        {
            return null;
        }

        if (name.EndsWith(".ip", StringComparison.Ordinal))
        {
            return IPAddress.TryParse(value.ToString(), out _) ? value : null;
        }

        if (name.EndsWith(".mac", StringComparison.Ordinal))
        {
            return Mac(value.ToString());
        }

        bool wantsNumber = name.EndsWith(".port", StringComparison.Ordinal) || name.EndsWith(".number", StringComparison.Ordinal)
            || name.EndsWith(".status_code", StringComparison.Ordinal) || name is "network.bytes" or "network.packets";
        if (!wantsNumber || value.Kind == FieldKind.Integer)
        {
            return value;
        }

        // Keys of flows are texts everywhere; here they are numbers.
        return double.TryParse(value.ToString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e15
            ? FieldValue.Of((long)Math.Round(number))
            : null;
    }

    /// <summary>The schema's form of a MAC address: <c>00-10-DB-11-22-AA</c>.</summary>
    private static FieldValue? Mac(string text)
    {
        string digits = string.Concat(text.Where(char.IsAsciiHexDigit)).ToUpperInvariant();
        return digits.Length == 12 ? FieldValue.Of(string.Join('-', digits.Chunk(2).Select(pair => new string(pair)))) : null;
    }
}
