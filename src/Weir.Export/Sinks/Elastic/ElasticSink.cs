using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Elastic;

/// <summary>Sends events to the bulk API of Elasticsearch or OpenSearch. The event's id is the document's, so that none is there twice.</summary>
public sealed class ElasticSink : IEventSink
{
    private readonly ElasticOptions _options;
    private readonly HttpSender _http;
    private readonly KeyValuePair<string, string>[] _headers;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="http">Sends the requests; closed with the sink.</param>
    public ElasticSink(ElasticOptions options, HttpSender http)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = http;
        _headers = options.ApiKey is { } key ? [KeyValuePair.Create("Authorization", "ApiKey " + key)] : [];
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 1_000, MaxBytes = 5_000_000 };

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
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.Url, "application/x-ndjson", ElasticBody.Write(part), _headers, cancel);
        return new PartReply(reply.IsSuccess ? ElasticReply.Judge(reply.Body, part.Count) : HttpVerdict.Default(reply), reply.Body);
    }
}
