using System.Security.Cryptography;
using System.Text;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Webhook;

/// <summary>Sends events to any HTTP address, in a form that the operator chooses.</summary>
/// <remarks>
/// Every request brings <c>Idempotency-Key</c>: the event's id, or for several events a hash of their ids. A receiver that minds it never
/// takes an event twice. The signature is over the body before it is packed.
/// </remarks>
internal sealed class WebhookSink : IEventSink
{
    private readonly HttpSender _http;
    private readonly WebhookOptions _options;

    public WebhookSink(HttpSender http, WebhookOptions options)
    {
        _http = http;
        _options = options;
        Limits = options.Form == WebhookForm.Single
            ? new SinkLimits { MaxItems = 1, Linger = TimeSpan.Zero }
            : new SinkLimits { MaxItems = 100 };
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        byte[] body = Encoding.UTF8.GetBytes(Body(batch));
        return HttpVerdict.Default(await _http.SendAsync(_options.Method, _options.Url, _options.ContentType, body, Headers(batch, body), cancel));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Body(IReadOnlyList<WeirEvent> batch) => _options.Form switch
    {
        WebhookForm.Array => "[" + string.Join(',', batch.Select(_options.Body.Render)) + "]",
        WebhookForm.Lines => string.Concat(batch.Select(item => _options.Body.Render(item) + "\n")),
        _ => _options.Body.Render(batch[0]),
    };

    private List<KeyValuePair<string, string>> Headers(IReadOnlyList<WeirEvent> batch, byte[] body)
    {
        List<KeyValuePair<string, string>> headers = [new("Idempotency-Key", Key(batch))];
        if (_options.SignatureKey is { } key)
        {
            headers.Add(new(_options.SignatureHeader, _options.SignaturePrefix + Convert.ToHexStringLower(HMACSHA256.HashData(key, body))));
        }

        return headers;
    }

    private static string Key(IReadOnlyList<WeirEvent> batch) => batch.Count == 1
        ? batch[0].Id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', batch.Select(item => item.Id)))));
}
