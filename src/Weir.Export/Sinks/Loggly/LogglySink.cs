using System.Buffers;
using System.Globalization;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Loggly;

/// <summary>Sends events to Loggly over HTTP: one flat JSON object each, one to a line in bulk.</summary>
public sealed class LogglySink : IEventSink
{
    private const int MaxEvent = 1_048_576; // Loggly's limits: 1 MB an event,
    private const int MaxRequest = 5_000_000; // 5 MB a request.

    private readonly LogglyOptions _options;
    private readonly HttpSender _http;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="http">Sends the requests; closed with the sink.</param>
    public LogglySink(LogglyOptions options, HttpSender http)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = http;
        Limits = new SinkLimits { MaxItems = options.Single ? 1 : 5_000, MaxBytes = 3_000_000 };
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        PartReply reply = await PostAsync(batch, cancel);
        return reply.Result.Outcome == SendOutcome.Rejected && batch.Count > 1
            ? await new RefusedBatch(batch, PostAsync).ResolveAsync(reply, cancel)
            : reply.Result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PartReply> PostAsync(IReadOnlyList<WeirEvent> part, CancellationToken cancel)
    {
        if (_options.Single && part.Count > 1)
        {
            return new PartReply(SendResult.TooLarge("one event a request"), "");
        }

        ArrayBufferWriter<byte> body = new(part.Count * 512);
        foreach (WeirEvent item in part)
        {
            int start = body.WrittenCount;
            FlatJson.Write(item, body, noDots: true);
            if (body.WrittenCount - start > MaxEvent)
            {
                return new PartReply(SendResult.TooLarge(string.Create(CultureInfo.InvariantCulture, $"an event has more than {MaxEvent} bytes")), "");
            }

            if (!_options.Single)
            {
                body.Write("\n"u8);
            }
        }

        if (body.WrittenCount > MaxRequest)
        {
            return new PartReply(SendResult.TooLarge(string.Create(CultureInfo.InvariantCulture, $"more than {MaxRequest} bytes")), "");
        }

        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.Url, _options.Single ? "application/json" : "text/plain", body.WrittenMemory, null, cancel);
        return new PartReply(HttpVerdict.Default(reply), reply.Body);
    }
}
