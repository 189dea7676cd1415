using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Analytics;

namespace Weir.Export.Events;

/// <summary>Events as JSON of schema version 1 (<c>docs/events.schema.json</c>), and back: what lies in the spool and what REST takes and gives.</summary>
/// <remarks>
/// Compact UTF-8, members always in the same order and all there: an event is always the same bytes. What is read back and written again is
/// the same bytes too. Reading never throws for what it is given.
/// </remarks>
public static class EventJson
{
    // Only what JSON demands is escaped: the bytes go to log stores, never into HTML.
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // The event and its fields are the two levels above a field's value.
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = EventLimits.MaxFieldDepth + 2 };

    /// <summary>Writes an event; lone surrogates become U+FFFD.</summary>
    public static void Write(WeirEvent item, IBufferWriter<byte> output)
    {
        using Utf8JsonWriter writer = new(output, WriterOptions);
        Write(item, writer);
    }

    /// <summary>Writes an event as one value of a larger text.</summary>
    public static void Write(WeirEvent item, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("schema"u8, WeirEvent.SchemaVersion);
        writer.WriteString("id"u8, item.Id);
        Span<byte> time = stackalloc byte[EventTime.Length];
        EventTime.Format(item.TimeNs, time);
        writer.WriteString("timestamp"u8, time);
        writer.WriteString("severity"u8, SeverityNames.Name(item.Severity));
        writer.WriteString("kind"u8, item.Kind);
        writer.WriteString("service"u8, item.Service);
        writer.WriteString("subject"u8, item.Subject);
        writer.WriteString("message"u8, item.Message);
        writer.WriteStartObject("fields"u8);
        foreach (EventField field in item.Fields)
        {
            writer.WritePropertyName(field.Name);
            field.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>An event as bytes.</summary>
    public static byte[] ToBytes(WeirEvent item)
    {
        ArrayBufferWriter<byte> bytes = new();
        Write(item, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads an event in which nothing is missing.</summary>
    /// <param name="json">One JSON value, at most <see cref="EventLimits.MaxEventBytes"/> bytes.</param>
    /// <param name="item">The event; null when there are problems.</param>
    /// <param name="problems">Where everything that is wrong is added.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out WeirEvent? item, ICollection<Diagnostic> problems) => TryRead(json, null, out item, problems);

    /// <summary>Reads an event as people and scripts hand it in: only <c>message</c> must be there.</summary>
    /// <param name="json">One JSON value, at most <see cref="EventLimits.MaxEventBytes"/> bytes.</param>
    /// <param name="defaults">What is put in for what is missing; null when nothing may be missing.</param>
    /// <param name="item">The event; null when there are problems.</param>
    /// <param name="problems">Where everything that is wrong is added.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, EventDefaults? defaults, out WeirEvent? item, ICollection<Diagnostic> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        item = null;
        if (json.Length > EventLimits.MaxEventBytes)
        {
            problems.Add(new Diagnostic("", $"{json.Length} bytes: expected at most {EventLimits.MaxEventBytes}"));
            return false;
        }

        EventDraft draft = new(problems);
        try
        {
            Utf8JsonReader reader = new(json, ReaderOptions);
            draft.Read(ref reader);
            while (reader.Read())
            {
                // Anything behind the event makes the reader throw.
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // The reader's own words name the place; texts that are no Unicode come as InvalidOperationException.
            problems.Add(new Diagnostic("", e is JsonException ? $"no JSON: {e.Message}" : "holds a text that is no Unicode"));
            return false;
        }

        item = draft.Finish(defaults);
        return item is not null;
    }
}
