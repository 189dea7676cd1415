using System.Globalization;
using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Splunk's HTTP Event Collector, strictly: token, concatenated objects, known members, codes, where it stopped, acknowledgements.</summary>
public sealed class SplunkReceiver(string token, TestCertificates? certificates = null) : HttpReceiver(certificates)
{
    private static readonly string[] Members = ["time", "host", "source", "sourcetype", "index", "event", "fields"];

    private readonly List<JsonElement> _events = [];
    private readonly Dictionary<long, int> _asked = [];
    private long _nextAck;

    /// <summary>Indexes that the token may write to; any when empty.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>Whether the indexer acknowledges: then requests need a channel.</summary>
    public bool Acknowledges { get; init; }

    /// <summary>How often an acknowledgement must be asked for before it is there.</summary>
    public int AckAfter { get; set; } = 1;

    /// <summary>An event that holds this text is refused as invalid.</summary>
    public string? Poison { get; init; }

    /// <summary>Becomes busy once after keeping so many events of a request; 0 never.</summary>
    public int BusyAfter { get; set; }

    /// <summary>The objects that were kept.</summary>
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
        if (request.Path == "/services/collector/health")
        {
            return Answer(200, "HEC is healthy", 17);
        }

        string authorization = request.Header("Authorization");
        if (authorization.Length == 0)
        {
            return Answer(401, "Token is required", 2);
        }

        if (!authorization.StartsWith("Splunk ", StringComparison.Ordinal))
        {
            return Answer(401, "Invalid authorization", 3);
        }

        if (authorization["Splunk ".Length..] != token)
        {
            return Answer(403, "Invalid token", 4);
        }

        bool hasChannel = Guid.TryParse(request.Header("X-Splunk-Request-Channel"), out _);
        return request.Path switch
        {
            "/services/collector" or "/services/collector/event" or "/services/collector/event/1.0" when Acknowledges && !hasChannel => Answer(400, "Data channel is missing", 10),
            "/services/collector" or "/services/collector/event" or "/services/collector/event/1.0" => Collect(request),
            "/services/collector/ack" => Acknowledge(request),
            _ => new Reply(404, "{\"text\":\"The requested URL was not found on this server.\",\"code\":404}"),
        };
    }

    private static Reply Answer(int status, string text, int code, int? number = null) => new(
        status, string.Create(CultureInfo.InvariantCulture, $"{{\"text\":\"{text}\",\"code\":{code}{(number is { } n ? $",\"invalid-event-number\":{n}" : "")}}}"));

    private Reply Collect(ReceivedRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return Answer(400, "No data", 5);
        }

        int kept = 0;
        Utf8JsonReader reader = new(request.Body.Span, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            while (reader.Read())
            {
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                if (BusyAfter > 0 && kept == BusyAfter)
                {
                    BusyAfter = 0;
                    return Answer(503, "Server is busy", 9, kept);
                }

                if (Refuse(document.RootElement, kept) is { } refusal)
                {
                    return refusal;
                }

                _events.Add(document.RootElement.Clone());
                kept++;
            }
        }
        catch (JsonException)
        {
            return Answer(400, "Invalid data format", 6, kept);
        }

        return Acknowledges
            ? new Reply(200, string.Create(CultureInfo.InvariantCulture, $"{{\"text\":\"Success\",\"code\":0,\"ackId\":{_nextAck++}}}"))
            : Answer(200, "Success", 0);
    }

    private Reply? Refuse(JsonElement item, int number)
    {
        bool legal = item.ValueKind == JsonValueKind.Object
            && item.EnumerateObject().All(m => Members.Contains(m.Name))
            && (!item.TryGetProperty("time", out JsonElement time) || time.ValueKind == JsonValueKind.Number)
            && (!item.TryGetProperty("fields", out JsonElement fields) || fields.EnumerateObject().All(f => f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number));
        if (!legal || (Poison is not null && item.GetRawText().Contains(Poison, StringComparison.Ordinal)))
        {
            return Answer(400, "Invalid data format", 6, number);
        }

        if (!item.TryGetProperty("event", out JsonElement value))
        {
            return Answer(400, "Event field is required", 12, number);
        }

        if (value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())))
        {
            return Answer(400, "Event field cannot be blank", 13, number);
        }

        string index = item.TryGetProperty("index", out JsonElement named) ? named.GetString()! : "main";
        return Indexes.Count > 0 && !Indexes.Contains(index) ? Answer(400, "Incorrect index", 7, number + 1) : null;
    }

    private Reply Acknowledge(ReceivedRequest request)
    {
        if (!Acknowledges)
        {
            return Answer(400, "ACK is disabled", 14);
        }

        using JsonDocument document = JsonDocument.Parse(request.Body);
        List<string> states = [];
        foreach (long id in document.RootElement.GetProperty("acks").EnumerateArray().Select(id => id.GetInt64()))
        {
            _asked[id] = _asked.GetValueOrDefault(id) + 1;
            states.Add($"\"{id}\":{(_asked[id] >= AckAfter && id < _nextAck ? "true" : "false")}");
        }

        return new Reply(200, "{\"acks\":{" + string.Join(',', states) + "}}");
    }
}
