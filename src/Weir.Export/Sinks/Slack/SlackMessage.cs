using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Slack;

/// <summary>Events as one message of Slack: a block of text and one of details for each.</summary>
/// <remarks>
/// <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> are escaped, so that nothing in an event can link, mention or alarm a channel. Slack refuses
/// a block of more than 3000 characters, and a message of more than 50 blocks: texts are cut, never within an escape.
/// </remarks>
internal static class SlackMessage
{
    /// <summary>Most events of a message: two blocks each.</summary>
    public const int MaxEvents = 25;

    private const int MaxBlockText = 3_000;
    private const int MaxFallback = 3_000;
    private const int MaxValue = 300;

    /// <summary>The message.</summary>
    public static ReadOnlyMemory<byte> Encode(IReadOnlyList<WeirEvent> events, bool details)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body, EventJson.WriterOptions))
        {
            json.WriteStartObject();

            // Notifications and old clients show this instead of blocks.
            json.WriteString("text", Cut(string.Join('\n', events.Select(Headline)), MaxFallback));
            json.WriteStartArray("blocks");
            foreach (WeirEvent item in events)
            {
                WriteBlocks(json, item, details);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void WriteBlocks(Utf8JsonWriter json, WeirEvent item, bool details)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        WriteText(json, "text", $"*{SeverityNames.Name(item.Severity).ToUpperInvariant()}* " + Cut(item.Message, MaxBlockText - 20));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "context");
        json.WriteStartArray("elements");
        WriteText(json, null, Details(item, details));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string? name, string text)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        json.WriteString("type", "mrkdwn");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Headline(WeirEvent item) => $"{SeverityNames.Name(item.Severity).ToUpperInvariant()} {item.Message}";

    private static string Details(WeirEvent item, bool all)
    {
        long seconds = item.TimeNs / 1_000_000_000;
        StringBuilder text = new();

        // Slack shows the time in the reader's own zone.
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!date^{seconds}^{{date_num}} {{time_secs}}|{EventTime.Format(item.TimeNs)}>");
        Append(text, "service", item.Service);
        Append(text, "kind", item.Kind);
        Append(text, "subject", item.Subject);
        foreach (EventField field in all ? item.Fields : [])
        {
            Append(text, field.Name, field.Value.ToString());
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        string part = $"  *{Cut(name, MaxValue)}:* {Cut(value, MaxValue)}";
        if (value.Length > 0 && text.Length + part.Length <= MaxBlockText)
        {
            text.Append(part);
        }
    }

    private static string Cut(string text, int max)
    {
        StringBuilder escaped = new(Math.Min(text.Length, max) + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            string piece = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };
            if (escaped.Length + piece.Length >= max)
            {
                return escaped.Append('…').ToString();
            }

            escaped.Append(piece);
        }

        return escaped.ToString();
    }
}
