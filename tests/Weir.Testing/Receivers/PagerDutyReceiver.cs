using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Takes events as PagerDuty's Events API version 2 does, and keeps which alarms are open.</summary>
public sealed class PagerDutyReceiver : HttpReceiver
{
    private const int MaxBytes = 512 * 1_024;

    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly List<JsonElement> _events = [];

    /// <summary>The key that is known.</summary>
    public string RoutingKey { get; init; } = "R0UT1NG-KEY-OF-32-CHARACTERS-XYZ";

    /// <summary>Open alarms by dedup key, with how many triggers each had.</summary>
    public IReadOnlyDictionary<string, int> Open
    {
        get
        {
            lock (Gate)
            {
                return new Dictionary<string, int>(_open);
            }
        }
    }

    /// <summary>Events that were accepted.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            lock (Gate)
            {
                return [.. _events];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Path != "/v2/enqueue" || request.Method != "POST")
        {
            return new Reply(404);
        }

        if (request.Body.Length > MaxBytes)
        {
            return new Reply(413);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            return Handle(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Invalid(e.Message);
        }
    }

    private static Reply Invalid(string error) => new(400, $$"""{"status":"invalid event","message":"Event object is invalid","errors":[{{JsonSerializer.Serialize(error)}}]}""");

    private Reply Handle(JsonElement item)
    {
        if (item.GetProperty("routing_key").GetString() != RoutingKey)
        {
            return Invalid("'routing_key' is invalid");
        }

        string action = item.GetProperty("event_action").GetString()!;
        string key = item.GetProperty("dedup_key").GetString()!;
        JsonElement payload = item.GetProperty("payload");
        if (key.Length is 0 or > 255 || payload.GetProperty("summary").GetString()!.Length is 0 or > 1_024 || payload.GetProperty("source").GetString()!.Length == 0
            || payload.GetProperty("severity").GetString() is not ("critical" or "error" or "warning" or "info")
            || !DateTimeOffset.TryParse(payload.GetProperty("timestamp").GetString(), System.Globalization.CultureInfo.InvariantCulture, out _)
            || payload.GetProperty("custom_details").ValueKind != JsonValueKind.Object)
        {
            return Invalid("'payload' is invalid");
        }

        switch (action)
        {
            case "trigger":
                _open[key] = _open.GetValueOrDefault(key) + 1;
                break;
            case "resolve":
                _open.Remove(key);
                break;
            default:
                return Invalid("'event_action' is invalid");
        }

        _events.Add(item.Clone());
        return new Reply(202, $$"""{"status":"success","message":"Event processed","dedup_key":{{JsonSerializer.Serialize(key)}}}""");
    }
}
