using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks;

/// <summary>Events as one flat JSON object, for receivers that make a searchable field of every member.</summary>
/// <remarks>
/// The event's fields stand at the top with their own types, in order; behind them <c>timestamp</c>, <c>message</c> and <c>weir</c> with id, kind,
/// severity, service and subject. A field that is itself called <c>timestamp</c> or <c>weir</c> becomes <c>event_timestamp</c> or
/// <c>event_weir</c>; with a field called <c>message</c> the event's line moves into <c>weir</c>. Never holds a line feed.
/// </remarks>
internal static class FlatJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = EventJson.WriterOptions.Encoder, SkipValidation = true };

    /// <summary>The object as bytes.</summary>
    /// <param name="item">The event.</param>
    /// <param name="noDots">Dots in names become underscores.</param>
    /// <param name="maxFields">Further fields are left out and counted in <c>weir.left_out</c>.</param>
    /// <param name="withTime">Whether <c>timestamp</c> is written.</param>
    public static ReadOnlyMemory<byte> ToBytes(WeirEvent item, bool noDots = false, int maxFields = int.MaxValue, bool withTime = true)
    {
        ArrayBufferWriter<byte> bytes = new(512);
        Write(item, bytes, noDots, maxFields, withTime);
        return bytes.WrittenMemory;
    }

    /// <summary>Writes the object.</summary>
    public static void Write(WeirEvent item, IBufferWriter<byte> output, bool noDots = false, int maxFields = int.MaxValue, bool withTime = true)
    {
        using Utf8JsonWriter json = new(output, WriterOptions);
        json.WriteStartObject();
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (EventField field in item.Fields.Take(maxFields))
        {
            json.WritePropertyName(Unique(names, NameOf(field.Name, noDots)));
            field.Value.WriteTo(json);
        }

        if (withTime)
        {
            json.WriteString("timestamp"u8, Stamp(item.TimeNs));
        }

        bool ownMessage = !names.Contains("message");
        if (ownMessage)
        {
            json.WriteString("message"u8, item.Message);
        }

        json.WriteStartObject("weir"u8);
        json.WriteString("id"u8, item.Id);
        json.WriteString("kind"u8, item.Kind);
        json.WriteString("severity"u8, SeverityNames.Name(item.Severity));
        json.WriteString("service"u8, item.Service);
        json.WriteString("subject"u8, item.Subject);
        if (!ownMessage)
        {
            json.WriteString("message"u8, item.Message);
        }

        if (item.Fields.Count > maxFields)
        {
            json.WriteNumber("left_out"u8, item.Fields.Count - maxFields);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The event's fields alone, as sFlow-RT's <c>syslog()</c> writes them.</summary>
    public static ReadOnlyMemory<byte> FieldsOnly(WeirEvent item, int maxFields = int.MaxValue)
    {
        ArrayBufferWriter<byte> bytes = new(256);
        using Utf8JsonWriter json = new(bytes, WriterOptions);
        json.WriteStartObject();
        foreach (EventField field in item.Fields.Take(maxFields))
        {
            json.WritePropertyName(field.Name);
            field.Value.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>A time with six digits after the point, the most that log receivers agree on: <c>2026-01-13T10:26:40.000000Z</c>.</summary>
    public static string Stamp(long timeNs) => string.Concat(EventTime.Format(timeNs).AsSpan(0, 26), "Z");

    private static string NameOf(string name, bool noDots) => name switch
    {
        "timestamp" => "event_timestamp",
        "weir" => "event_weir",
        _ => noDots ? name.Replace('.', '_') : name,
    };

    /// <summary>The name, or with a number behind it when it is taken; remembers it.</summary>
    public static string Unique(HashSet<string> names, string name)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return unique;
    }
}
