using Weir.Export.Http;

namespace Weir.Export.Sinks.Librato;

/// <summary>Sends points to Librato's or AppOptics' HTTP interface.</summary>
internal sealed class LibratoSink : IMetricSink
{
    private readonly HttpSender _http;
    private readonly LibratoOptions _options;
    private readonly LibratoEncoder _encoder;

    public LibratoSink(HttpSender http, LibratoOptions options)
    {
        _http = http;
        _options = options;
        _encoder = new LibratoEncoder(options);
        Limits = new SinkLimits { MaxItems = options.Tagged ? 1_000 : 300, Linger = TimeSpan.FromSeconds(1) };
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel) =>
        HttpVerdict.Default(await _http.SendAsync(HttpMethod.Post, _options.Url, "application/json", _encoder.Encode(points), _options.Headers, cancel));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
