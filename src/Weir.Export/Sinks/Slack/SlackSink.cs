using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Slack;

/// <summary>Sends events to an incoming webhook of Slack.</summary>
internal sealed class SlackSink : IEventSink
{
    private readonly HttpSender _http;
    private readonly Uri _url;
    private readonly bool _details;

    public SlackSink(HttpSender http, Uri url, bool details)
    {
        _http = http;
        _url = url;
        _details = details;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new()
    {
        MaxItems = SlackMessage.MaxEvents,
        MaxBytes = 100_000,
        Linger = TimeSpan.FromMilliseconds(500),
        Pace = TimeSpan.FromSeconds(1),
    };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel) =>
        Verdict(await _http.SendAsync(HttpMethod.Post, _url, "application/json; charset=utf-8", SlackMessage.Encode(batch, _details), null, cancel));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // Whoever answers 200 with anything but "ok" is not Slack: a login page must not swallow alarms.
    private static SendResult Verdict(HttpReply reply) => reply.Status switch
    {
        200 when reply.Body.Trim() is "ok" or "{\"ok\":true}" => SendResult.Accepted,
        >= 200 and <= 299 => SendResult.Misconfigured("expected the answer ok: " + HttpVerdict.Reason(reply)),
        410 => SendResult.Misconfigured(HttpVerdict.Reason(reply)),
        400 when reply.Body.Contains("token", StringComparison.Ordinal) => SendResult.Misconfigured(HttpVerdict.Reason(reply)),
        _ => HttpVerdict.Default(reply),
    };
}
