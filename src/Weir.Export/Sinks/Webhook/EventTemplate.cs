using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.Webhook;

/// <summary>A text with places for an event's values: <c>{{message}}</c>, <c>{{fields.attack}}</c>, <c>{{fields.port|0}}</c>.</summary>
/// <remarks>
/// There is nothing but places: no conditions, no loops, so that a template cannot fail once it was read. What stands behind a bar is put in
/// where the event has no such value. In JSON a place between quotes gets the inside of a string and any other place a whole value.
/// </remarks>
internal sealed class EventTemplate
{
    private const string FieldPrefix = "fields.";
    private const int MaxLength = 65_536;

    private static readonly string[] Names =
        ["id", "timestamp", "time_ns", "time_ms", "time_s", "severity", "kind", "service", "subject", "message", "stream", "host", "event", "fields"];

    private readonly List<Piece> _pieces = [];
    private readonly string _host;

    private EventTemplate(string host) => _host = host;

    private enum PieceKind
    {
        Literal,
        Plain,
        JsonText,
        JsonValue,
        Form,
    }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="escape">How values are put in.</param>
    /// <param name="host">Value of <c>{{host}}</c>.</param>
    /// <param name="refuse">Gets every problem.</param>
    public static EventTemplate Parse(string text, TemplateEscape escape, string host, Action<string> refuse)
    {
        EventTemplate template = new(host);
        if (text.Length > MaxLength)
        {
            refuse("is longer than 65536 characters");
            return template;
        }

        int at = 0;
        bool quoted = false;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is int open and >= 0)
        {
            int close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                refuse("'{{' without '}}'");
                return template;
            }

            template.AddLiteral(text[at..open], ref quoted);
            template.AddPlace(text[(open + 2)..close].Trim(), escape, quoted, refuse);
            at = close + 2;
        }

        template.AddLiteral(text[at..], ref quoted);
        if (escape == TemplateEscape.Json)
        {
            template.CheckJson(refuse);
        }

        return template;
    }

    /// <summary>The text for an event.</summary>
    public string Render(WeirEvent item)
    {
        if (_pieces is [{ Kind: PieceKind.Literal } only])
        {
            return only.Text;
        }

        StringBuilder text = new();
        foreach (Piece piece in _pieces)
        {
            text.Append(piece.Kind == PieceKind.Literal ? piece.Text : Value(item, piece));
        }

        return text.ToString();
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text, EventJson.WriterOptions.Encoder).ToString();

    private static string FieldsJson(WeirEvent item)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, EventJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (EventField field in item.Fields)
            {
                writer.WritePropertyName(field.Name);
                field.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private void AddLiteral(string text, ref bool quoted)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
        }

        if (text.Length > 0)
        {
            _pieces.Add(new Piece(PieceKind.Literal, text, null));
        }
    }

    private void AddPlace(string place, TemplateEscape escape, bool quoted, Action<string> refuse)
    {
        string[] parts = place.Split('|', 2, StringSplitOptions.TrimEntries);
        if (!Names.Contains(parts[0]) && (!parts[0].StartsWith(FieldPrefix, StringComparison.Ordinal) || parts[0].Length == FieldPrefix.Length))
        {
            refuse($"'{{{{{parts[0]}}}}}': expected one of {string.Join(", ", Names)}, or fields.NAME");
        }

        PieceKind kind = escape switch
        {
            TemplateEscape.Json => quoted ? PieceKind.JsonText : PieceKind.JsonValue,
            TemplateEscape.Form => PieceKind.Form,
            _ => PieceKind.Plain,
        };
        _pieces.Add(new Piece(kind, parts[0], parts.Length == 2 ? parts[1] : null));
    }

    // Every place is filled as some event may fill it: what is no JSON then never will be.
    private void CheckJson(Action<string> refuse)
    {
        WeirEvent sample = new() { Id = "sample", TimeNs = 0, Kind = "sample", Message = "sample \"quoted\"\n" };
        try
        {
            using JsonDocument document = JsonDocument.Parse(Render(sample));
        }
        catch (JsonException e)
        {
            refuse($"is no JSON once it is filled in: {e.Message}");
        }
    }

    private string Value(WeirEvent item, Piece piece)
    {
        if (Structure(item, piece.Text) is { } json)
        {
            return piece.Kind switch { PieceKind.JsonText => Escaped(json), PieceKind.Form => Uri.EscapeDataString(json), _ => json };
        }

        FieldValue value = Scalar(item, piece.Text);
        bool missing = value.Kind == FieldKind.Null || (value.Kind == FieldKind.Text && value.ToString().Length == 0);
        if (missing && piece.Otherwise is { } otherwise)
        {
            return piece.Kind switch { PieceKind.JsonText => Escaped(otherwise), PieceKind.Form => Uri.EscapeDataString(otherwise), _ => otherwise };
        }

        string text = value.ToString();
        return piece.Kind switch
        {
            PieceKind.JsonText => Escaped(text),
            PieceKind.Form => Uri.EscapeDataString(text),
            PieceKind.JsonValue when value.Kind == FieldKind.Null => "null",
            PieceKind.JsonValue when value.Kind == FieldKind.Text => "\"" + Escaped(text) + "\"",
            _ => text,
        };
    }

    private static string? Structure(WeirEvent item, string name) => name switch
    {
        "event" => Encoding.UTF8.GetString(EventJson.ToBytes(item)),
        "fields" => FieldsJson(item),
        _ => null,
    };

    private FieldValue Scalar(WeirEvent item, string name) => name switch
    {
        "id" => FieldValue.Of(item.Id),
        "timestamp" => FieldValue.Of(EventTime.Format(item.TimeNs)),
        "time_ns" => FieldValue.Of(item.TimeNs),
        "time_ms" => FieldValue.Of(item.TimeNs / 1_000_000),
        "time_s" => FieldValue.Of(item.TimeNs / 1_000_000_000),
        "severity" => FieldValue.Of(SeverityNames.Name(item.Severity)),
        "kind" => FieldValue.Of(item.Kind),
        "service" => FieldValue.Of(item.Service),
        "subject" => FieldValue.Of(item.Subject),
        "message" => FieldValue.Of(item.Message),
        "stream" => FieldValue.Of(item.Stream),
        "host" => FieldValue.Of(_host),
        _ => name.StartsWith(FieldPrefix, StringComparison.Ordinal) ? item.Field(name[FieldPrefix.Length..]) ?? default : default,
    };

    private readonly record struct Piece(PieceKind Kind, string Text, string? Otherwise);
}
