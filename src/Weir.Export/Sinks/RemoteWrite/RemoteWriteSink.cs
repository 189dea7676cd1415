using Weir.Export.Http;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Sends points by Prometheus remote write 1.0.</summary>
internal sealed class RemoteWriteSink : IMetricSink
{
    private static readonly KeyValuePair<string, string>[] Headers =
    [
        new("Content-Encoding", "snappy"),
        new("X-Prometheus-Remote-Write-Version", "0.1.0"),
    ];

    private readonly HttpSender _http;
    private readonly Uri _url;
    private readonly SeriesTracker _tracker;

    public RemoteWriteSink(HttpSender http, Uri url, SeriesTracker tracker)
    {
        _http = http;
        _url = url;
        _tracker = tracker;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 2_000, MaxBytes = 4_000_000, Linger = TimeSpan.FromSeconds(1) };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel)
    {
        RemoteWriteBatch batch = _tracker.Prepare(points);
        ReadOnlyMemory<byte> body = Snappy.Compress(batch.Encode(new ProtoWriter()));
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _url, "application/x-protobuf", body, Headers, cancel);
        SendResult result = HttpVerdict.Default(reply);
        if (result.Outcome == SendOutcome.Accepted)
        {
            _tracker.Commit(batch);
        }

        return result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
