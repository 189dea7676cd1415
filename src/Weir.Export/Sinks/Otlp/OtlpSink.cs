using System.Globalization;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Otlp;

/// <summary>Sends events as OpenTelemetry log records over HTTP.</summary>
public sealed class OtlpSink : IEventSink
{
    private readonly OtlpOptions _options;
    private readonly HttpSender _http;
    private readonly OtlpProtobuf _protobuf;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="http">Sends the requests; closed with the sink.</param>
    public OtlpSink(OtlpOptions options, HttpSender http)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = http;
        _protobuf = new OtlpProtobuf(options);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 1_000, MaxBytes = 1_000_000 };

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
        ReadOnlyMemory<byte> body = _options.Json ? OtlpJson.Write(part, _options) : _protobuf.Write(part);
        string type = _options.Json ? "application/json" : "application/x-protobuf";
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.Url, type, body, _options.Headers, cancel);
        return new PartReply(reply.IsSuccess ? Judge(OtlpReply.Read(reply.Bytes.Span, _options.Json), part.Count) : HttpVerdict.Default(reply), reply.Body);
    }

    /// <summary>
    /// A partial success says how many, not which, and forbids to send the request again. The last ones are reported as given up, in the right
    /// number: which they were only the receiver knows.
    /// </summary>
    private static SendResult Judge(OtlpReply reply, int count)
    {
        if (reply.Rejected <= 0)
        {
            return SendResult.Accepted;
        }

        int refused = (int)Math.Min(reply.Rejected, count);
        string reason = HttpVerdict.Line(string.Create(CultureInfo.InvariantCulture, $"{refused} of {count} records were refused: {reply.Message}"));
        return SendResult.Mixed([.. Enumerable.Range(0, count).Select(i => i < count - refused ? new ItemVerdict(SendOutcome.Accepted) : new ItemVerdict(SendOutcome.Rejected, reason))]);
    }
}
