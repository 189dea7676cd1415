using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Weir.Export.Events;

namespace Weir.Export.Sinks.PagerDuty;

/// <summary>An event as a request of PagerDuty's Events API, version 2.</summary>
internal sealed class PagerDutyEncoder
{
    private const int MaxKey = 255;
    private const int MaxSummary = 1_024;
    private const int MaxBytes = 512_000;

    private readonly PagerDutyOptions _options;

    public PagerDutyEncoder(PagerDutyOptions options) => _options = options;

    /// <summary>The request's body, at most 512 KB: an event that is larger goes without its fields.</summary>
    public ReadOnlyMemory<byte> Encode(WeirEvent item)
    {
        byte[] whole = Write(item, withFields: true);
        return whole.Length <= MaxBytes ? whole : Write(item, withFields: false);
    }

    /// <summary>The key that makes requests one alarm: an event that stands alone has its own.</summary>
    public string Key(WeirEvent item)
    {
        string key = _options.LifeCycle.HasEnded(item) is null ? item.Id : _options.DedupKey.Render(item);
        if (key.Length is > 0 and <= MaxKey)
        {
            return key;
        }

        // Cut, what is alike at its beginning would become one alarm.
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return key[..Math.Min(key.Length, MaxKey - hash.Length - 1)] + "-" + hash;
    }

    private byte[] Write(WeirEvent item, bool withFields)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body, EventJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("routing_key", _options.RoutingKey);
            json.WriteString("event_action", _options.LifeCycle.HasEnded(item) == true ? "resolve" : "trigger");
            json.WriteString("dedup_key", Key(item));
            json.WriteString("client", "Weir");
            if (_options.ClientUrl is { } url)
            {
                json.WriteString("client_url", url);
            }

            WritePayload(json, item, withFields);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private void WritePayload(Utf8JsonWriter json, WeirEvent item, bool withFields)
    {
        json.WriteStartObject("payload");
        json.WriteString("summary", Cut(item.Message.Length == 0 ? item.Kind : item.Message));
        json.WriteString("source", _options.Source);
        json.WriteString("severity", Severity(item.Severity));
        json.WriteString("timestamp", EventTime.Format(item.TimeNs));
        if (item.Subject.Length > 0)
        {
            json.WriteString("component", item.Subject);
        }

        json.WriteString("group", item.Service);
        json.WriteString("class", item.Kind);
        json.WriteStartObject("custom_details");
        json.WriteString("id", item.Id);
        foreach (EventField field in withFields ? item.Fields.Where(f => f.Name != "id") : [])
        {
            json.WritePropertyName(field.Name);
            field.Value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxSummary)
        {
            return text;
        }

        int end = MaxSummary - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string Severity(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => "critical",
        EventSeverity.Error => "error",
        EventSeverity.Warning => "warning",
        _ => "info",
    };
}
