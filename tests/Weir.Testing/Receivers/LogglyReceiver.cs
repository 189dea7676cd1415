using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Loggly's HTTP inputs, strictly: token, tags in the path, size limits, one event a line in bulk, times that are none are counted.</summary>
public sealed class LogglyReceiver : HttpReceiver
{
    private const int MaxEvent = 1_048_576;
    private const int MaxRequest = 5_242_880;

    private readonly string _token;
    private readonly List<LogglyEvent> _events = [];

    /// <summary>A receiver that knows one token.</summary>
    public LogglyReceiver(string token, TestCertificates? certificates = null)
        : base(certificates) => _token = token;

    /// <summary>Events whose JSON has no <c>timestamp</c> that Loggly would take: they are shelved under the time of their arrival.</summary>
    public int Untimed { get; private set; }

    /// <summary>Events with field names that hold dots, which Loggly's search mistakes for nesting.</summary>
    public int Dotted { get; private set; }

    /// <summary>Everything that was kept, in order of arrival.</summary>
    public IReadOnlyList<LogglyEvent> Events
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
        string[] path = request.Path.Split('/');
        if (request.Method != "POST" || path is not ["", "inputs" or "bulk", var token, .. var rest])
        {
            return Answer(404, "not found");
        }

        if (token != _token)
        {
            return Answer(403, "Forbidden");
        }

        if (rest is not (["tag", _, ""] or ["tag", _] or [""] or []))
        {
            return Answer(404, "not found");
        }

        string type = request.Header("Content-Type");
        if (!type.StartsWith("text/plain", StringComparison.Ordinal) && !type.StartsWith("application/json", StringComparison.Ordinal))
        {
            return Answer(400, "content type is misread as a form");
        }

        if (request.Body.Length > MaxRequest)
        {
            return Answer(413, "request is too large");
        }

        string[] tags = rest is ["tag", var list, ..] ? list.Split(',') : request.Header("X-LOGGLY-TAG").Split(',', StringSplitOptions.RemoveEmptyEntries);
        string[] events = path[1] == "bulk" ? request.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [request.Text];
        if (events.Length == 0 || events.Any(e => Encoding.UTF8.GetByteCount(e) > MaxEvent))
        {
            return events.Length == 0 ? Answer(400, "no event") : Answer(413, "event is too large");
        }

        foreach (string text in events)
        {
            Keep(tags, text);
        }

        return Answer(200, "ok");
    }

    private static Reply Answer(int status, string text) => new(status, $$"""{"response" : "{{text}}"}""");

    private void Keep(string[] tags, string text)
    {
        JsonElement json = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            json = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default;
        }
        catch (JsonException)
        {
            // Text is fine too: it is searchable as a whole.
        }

        if (json.ValueKind == JsonValueKind.Object)
        {
            bool timed = json.TryGetProperty("timestamp", out JsonElement time) && time.ValueKind == JsonValueKind.String && IsTime(time.GetString()!);
            Untimed += timed ? 0 : 1;
            Dotted += json.EnumerateObject().Any(m => m.Name.Contains('.', StringComparison.Ordinal)) ? 1 : 0;
        }

        _events.Add(new LogglyEvent(tags, text, json));
    }

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
