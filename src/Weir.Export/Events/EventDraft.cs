using System.Text.Json;
using Weir.Analytics;

namespace Weir.Export.Events;

/// <summary>An event while its members are read, with everything found wrong.</summary>
internal sealed class EventDraft
{
    // Enough for a person to mend; hostile input could hold thousands.
    private const int MaxProblems = 32;

    // Stands where an event that is refused anyway has no word.
    private const string Nothing = "-";

    private readonly ICollection<Diagnostic> _problems;
    private List<EventField>? _fields;
    private string? _id;
    private string? _kind;
    private string? _service;
    private string? _subject;
    private string? _message;
    private EventSeverity? _severity;
    private long? _timeNs;
    private Members _seen;
    private int _refused;
    private bool _isObject;

    public EventDraft(ICollection<Diagnostic> problems) => _problems = problems;

    [Flags]
    private enum Members
    {
        None = 0,
        Schema = 1,
        Id = 2,
        Timestamp = 4,
        Severity = 8,
        Kind = 16,
        Service = 32,
        Subject = 64,
        Message = 128,
        Fields = 256,
    }

    /// <summary>Reads one event; throws what the reader throws.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse("", "expected an object");
            reader.Skip();
            return;
        }

        _isObject = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Members member = Name(ref reader, out string name);
            reader.Read();
            if (member == Members.None || (_seen & member) != 0)
            {
                Refuse(name, member == Members.None ? "is no member of an event" : "is there twice");
                reader.Skip();
                continue;
            }

            _seen |= member;
            ReadMember(ref reader, member, name);
        }
    }

    /// <summary>The event, or null when anything is wrong with it.</summary>
    public WeirEvent? Finish(EventDefaults? defaults)
    {
        if (!_isObject)
        {
            return null;
        }

        // What is missing or refused is noted by now; the rest is checked all the same, so that every problem is told at once.
        DemandAll(defaults);
        EventDefaults? fill = _refused == 0 ? defaults : null;

        WeirEvent item = new()
        {
            Id = _id ?? (fill is null ? Nothing : EventIds.New(fill.Time)),
            TimeNs = _timeNs ?? fill?.Clock.Now() ?? 0,
            Severity = _severity ?? EventSeverity.Info,
            Kind = _kind ?? fill?.Kind ?? Nothing,
            Service = _service ?? fill?.Service ?? Nothing,
            Subject = _subject ?? "",
            Message = _message ?? "",
            Fields = _fields is null ? [] : _fields,
        };
        return EventRules.Check(item, _problems) && _refused == 0 ? item : null;
    }

    // None for a name that is not known; only then its text is needed.
    private static Members Name(ref Utf8JsonReader reader, out string name)
    {
        (Members member, name) = reader switch
        {
            _ when reader.ValueTextEquals("schema"u8) => (Members.Schema, "schema"),
            _ when reader.ValueTextEquals("id"u8) => (Members.Id, "id"),
            _ when reader.ValueTextEquals("timestamp"u8) => (Members.Timestamp, "timestamp"),
            _ when reader.ValueTextEquals("severity"u8) => (Members.Severity, "severity"),
            _ when reader.ValueTextEquals("kind"u8) => (Members.Kind, "kind"),
            _ when reader.ValueTextEquals("service"u8) => (Members.Service, "service"),
            _ when reader.ValueTextEquals("subject"u8) => (Members.Subject, "subject"),
            _ when reader.ValueTextEquals("message"u8) => (Members.Message, "message"),
            _ when reader.ValueTextEquals("fields"u8) => (Members.Fields, "fields"),
            _ => (Members.None, Shorten(reader.GetString()!)),
        };
        return member;
    }

    private static string Shorten(string name) => name.Length <= EventLimits.MaxFieldNameLength ? name : name[..EventLimits.MaxFieldNameLength] + "...";

    private void ReadMember(ref Utf8JsonReader reader, Members member, string name)
    {
        switch (member)
        {
            case Members.Schema:
                ReadSchema(ref reader);
                break;
            case Members.Fields:
                ReadFields(ref reader);
                break;
            default:
                if (reader.TokenType != JsonTokenType.String)
                {
                    Refuse(name, "expected a text");
                    reader.Skip();
                    break;
                }

                ReadText(member, reader.GetString()!);
                break;
        }
    }

    private void ReadText(Members member, string text)
    {
        switch (member)
        {
            case Members.Id:
                _id = text;
                break;
            case Members.Kind:
                _kind = text;
                break;
            case Members.Service:
                _service = text;
                break;
            case Members.Subject:
                _subject = text;
                break;
            case Members.Message:
                _message = text;
                break;
            case Members.Timestamp when EventTime.TryParse(text, out long timeNs):
                _timeNs = timeNs;
                break;
            case Members.Severity when SeverityNames.TryParse(text, out EventSeverity severity):
                _severity = severity;
                break;
            case Members.Timestamp:
                Refuse("timestamp", "expected an RFC 3339 time such as 2026-11-22T03:15:00.123456789Z, from 1970 to 2262");
                break;
            default:
                Refuse("severity", $"expected one of {string.Join(", ", SeverityNames.All)}");
                break;
        }
    }

    private void ReadSchema(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long schema) && schema == WeirEvent.SchemaVersion)
        {
            return;
        }

        Refuse("schema", $"expected {WeirEvent.SchemaVersion}");
        reader.Skip();
    }

    private void ReadFields(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse("fields", "expected an object");
            reader.Skip();
            return;
        }

        _fields = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (_fields.Count > EventLimits.MaxFields)
            {
                // One too many is kept, so that the rules say so; more are not even stored.
                reader.Skip();
                continue;
            }

            _fields.Add(new EventField(name, ReadValue(ref reader)));
        }
    }

    private static FieldValue ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return FieldValue.Of(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long whole) ? FieldValue.Of(whole) : FieldValue.Of(reader.GetDouble());
            case JsonTokenType.True or JsonTokenType.False:
                return FieldValue.Of(reader.GetBoolean());
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return FieldValue.Of(JsonElement.ParseValue(ref reader));
            default:
                return default;
        }
    }

    private void DemandAll(EventDefaults? defaults)
    {
        Demand("message", Members.Message);
        if (defaults is null)
        {
            Demand("schema", Members.Schema);
            Demand("id", Members.Id);
            Demand("timestamp", Members.Timestamp);
            Demand("severity", Members.Severity);
            Demand("kind", Members.Kind);
            Demand("service", Members.Service);
            Demand("subject", Members.Subject);
            Demand("fields", Members.Fields);
        }
    }

    private void Demand(string name, Members member)
    {
        if ((_seen & member) == 0)
        {
            Refuse(name, "is missing");
        }
    }

    private void Refuse(string path, string message)
    {
        if (_refused++ < MaxProblems)
        {
            _problems.Add(new Diagnostic(path, message));
        }
    }
}
