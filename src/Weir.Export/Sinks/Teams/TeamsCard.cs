using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Teams;

/// <summary>Events as one card of Teams, at most 28 KB of it.</summary>
/// <remarks>
/// The text of an event stands in a block that knows no markup; names and values of fields stand where markup works, so what could make a
/// link or a picture of them is escaped.
/// </remarks>
internal static class TeamsCard
{
    /// <summary>Most bytes that Teams takes.</summary>
    public const int MaxBytes = 28_000;

    /// <summary>Most events of a card.</summary>
    public const int MaxEvents = 10;

    private const int MaxMessage = 5_000;
    private const int MaxValue = 500;
    private const int MaxFields = 30;

    /// <summary>The card; null when several events do not fit together. A single one is shortened until it fits.</summary>
    public static ReadOnlyMemory<byte>? Encode(IReadOnlyList<WeirEvent> events, TeamsStyle style)
    {
        int fields = MaxFields;
        int message = MaxMessage;
        while (true)
        {
            byte[] card = Write(events, style, fields, message);
            if (card.Length <= MaxBytes)
            {
                return card;
            }

            if (events.Count > 1)
            {
                return null;
            }

            // Details go first, then the end of the text.
            message = fields == 0 ? message / 2 : message;
            fields /= 2;
        }
    }

    private static byte[] Write(IReadOnlyList<WeirEvent> events, TeamsStyle style, int fields, int message)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body, EventJson.WriterOptions))
        {
            if (style == TeamsStyle.Workflow)
            {
                WriteWorkflow(json, events, fields, message);
            }
            else
            {
                WriteConnector(json, events, fields, message);
            }
        }

        return body.ToArray();
    }

    private static void WriteWorkflow(Utf8JsonWriter json, IReadOnlyList<WeirEvent> events, int fields, int message)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        foreach (WeirEvent item in events)
        {
            WriteHeadline(json, item, message);
            json.WriteStartObject();
            json.WriteString("type", "FactSet");
            WriteFacts(json, item, fields, "title");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHeadline(Utf8JsonWriter json, WeirEvent item, int message)
    {
        json.WriteStartObject();
        json.WriteString("type", "RichTextBlock");
        json.WriteStartArray("inlines");
        WriteRun(json, SeverityNames.Name(item.Severity).ToUpperInvariant() + " ", Colour(item.Severity));
        WriteRun(json, Cut(item.Message, message), null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, string text, string? colour)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextRun");
        json.WriteString("text", text);
        if (colour is not null)
        {
            json.WriteString("weight", "bolder");
            json.WriteString("color", colour);
        }

        json.WriteEndObject();
    }

    private static void WriteConnector(Utf8JsonWriter json, IReadOnlyList<WeirEvent> events, int fields, int message)
    {
        json.WriteStartObject();
        json.WriteString("@type", "MessageCard");
        json.WriteString("@context", "https://schema.org/extensions");
        json.WriteString("summary", Cut(events[0].Message, 200));
        json.WriteString("themeColor", events.Max(e => e.Severity) >= EventSeverity.Warning ? "D13438" : "0078D4");
        json.WriteStartArray("sections");
        foreach (WeirEvent item in events)
        {
            json.WriteStartObject();
            json.WriteString("text", $"**{SeverityNames.Name(item.Severity).ToUpperInvariant()}** " + Plain(Cut(item.Message, message)));
            WriteFacts(json, item, fields, "name");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, WeirEvent item, int fields, string nameOfName)
    {
        json.WriteStartArray("facts");
        WriteFact(json, nameOfName, "time", EventTime.Format(item.TimeNs));
        WriteFact(json, nameOfName, "service", item.Service);
        WriteFact(json, nameOfName, "kind", item.Kind);
        WriteFact(json, nameOfName, "subject", item.Subject);
        foreach (EventField field in item.Fields.Take(fields))
        {
            WriteFact(json, nameOfName, field.Name, field.Value.ToString());
        }

        json.WriteEndArray();
    }

    private static void WriteFact(Utf8JsonWriter json, string nameOfName, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString(nameOfName, Plain(Cut(name, MaxValue)));
            json.WriteString("value", Plain(Cut(value, MaxValue)));
            json.WriteEndObject();
        }
    }

    private static string Colour(EventSeverity severity) => severity switch
    {
        >= EventSeverity.Error => "attention",
        EventSeverity.Warning => "warning",
        _ => "accent",
    };

    private static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char c in text)
        {
            plain.Append(c is '\\' or '*' or '[' or ']' or '`' ? "\\" : "").Append(c is '<' ? "&lt;" : c.ToString());
        }

        return plain.ToString();
    }

    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        int end = max > 0 && char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return text[..end] + "…";
    }
}
