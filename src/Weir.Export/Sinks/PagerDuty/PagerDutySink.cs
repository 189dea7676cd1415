using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.PagerDuty;

/// <summary>Opens and closes alarms of PagerDuty.</summary>
internal sealed class PagerDutySink : IEventSink
{
    private readonly HttpSender _http;
    private readonly Uri _url;
    private readonly PagerDutyEncoder _encoder;

    public PagerDutySink(HttpSender http, PagerDutyOptions options)
    {
        _http = http;
        _url = options.Url;
        _encoder = new PagerDutyEncoder(options);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 1, Linger = TimeSpan.Zero };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _url, "application/json", _encoder.Encode(batch[0]), null, cancel);

        // A wrong key is no fault of the event, though PagerDuty calls it one.
        return reply.Status == 400 && reply.Body.Contains("routing", StringComparison.OrdinalIgnoreCase)
            ? SendResult.Misconfigured(HttpVerdict.Reason(reply))
            : HttpVerdict.Default(reply);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
