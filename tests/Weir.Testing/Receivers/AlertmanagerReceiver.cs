using System.Text.Json;

namespace Weir.Testing.Receivers;

/// <summary>Takes alerts as a member of an Alertmanager cluster does, and keeps the last state of each set of labels.</summary>
public sealed class AlertmanagerReceiver : HttpReceiver
{
    private readonly Dictionary<string, (DateTimeOffset Start, DateTimeOffset End)> _alerts = new(StringComparer.Ordinal);

    /// <summary>Last beginning and end of each alert, by its labels <c>name=value,...</c> in the order of their names.</summary>
    public IReadOnlyDictionary<string, (DateTimeOffset Start, DateTimeOffset End)> Alerts
    {
        get
        {
            lock (Gate)
            {
                return new Dictionary<string, (DateTimeOffset, DateTimeOffset)>(_alerts);
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Path != "/api/v2/alerts" || request.Method != "POST" || request.Header("Content-Type") != "application/json")
        {
            return new Reply(404);
        }

        using JsonDocument document = JsonDocument.Parse(request.Body);
        foreach (JsonElement alert in document.RootElement.EnumerateArray())
        {
            JsonElement labels = alert.GetProperty("labels");
            DateTimeOffset start = alert.GetProperty("startsAt").GetDateTimeOffset();
            DateTimeOffset end = alert.GetProperty("endsAt").GetDateTimeOffset();
            if (!labels.EnumerateObject().Any(l => l.Name == "alertname") || labels.EnumerateObject().Any(l => l.Value.GetString()!.Length == 0) || start > end)
            {
                return new Reply(400, "\"bad alert\"");
            }

            _alerts[string.Join(',', labels.EnumerateObject().OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}={l.Value.GetString()}"))] = (start, end);
        }

        return new Reply(200);
    }
}
