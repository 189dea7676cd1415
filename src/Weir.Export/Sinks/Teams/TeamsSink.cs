using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Teams;

/// <summary>Sends events to a webhook of Microsoft Teams.</summary>
internal sealed class TeamsSink : IEventSink
{
    private readonly HttpSender _http;
    private readonly Uri _url;
    private readonly TeamsStyle _style;

    public TeamsSink(HttpSender http, Uri url, TeamsStyle style)
    {
        _http = http;
        _url = url;
        _style = style;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new()
    {
        MaxItems = TeamsCard.MaxEvents,
        MaxBytes = 20_000,
        Linger = TimeSpan.FromMilliseconds(500),
        Pace = TimeSpan.FromSeconds(1),
    };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        if (TeamsCard.Encode(batch, _style) is not { } card)
        {
            return SendResult.TooLarge("more than 28 KB");
        }

        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _url, "application/json", card, null, cancel);
        return _style == TeamsStyle.Connector && reply.Status == 200 ? ConnectorVerdict(reply) : HttpVerdict.Default(reply);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // Connectors answer 200 whatever became of it, and say the truth in the text.
    private static SendResult ConnectorVerdict(HttpReply reply)
    {
        string reason = HttpVerdict.Reason(reply);
        return reply.Body.Trim() switch
        {
            "1" => SendResult.Accepted,
            string text when text.Contains("error 413", StringComparison.OrdinalIgnoreCase) || text.Contains("too large", StringComparison.OrdinalIgnoreCase) => SendResult.TooLarge(reason),
            string text when text.Contains("error 4", StringComparison.OrdinalIgnoreCase) && !text.Contains("429", StringComparison.Ordinal) => SendResult.Rejected(reason),
            string text when text.Contains("error", StringComparison.OrdinalIgnoreCase) => SendResult.Retry(reason),
            _ => SendResult.Misconfigured("expected the answer 1: " + reason),
        };
    }
}
