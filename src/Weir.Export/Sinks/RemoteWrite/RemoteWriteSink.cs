using Microsoft.Extensions.Logging;
using Weir.Export.Http;

namespace Weir.Export.Sinks.RemoteWrite;

/// <summary>Sends points by Prometheus remote write, 1.0 or 2.0.</summary>
/// <remarks>
/// A receiver of 2.0 says how much it wrote. One that answers 415, or takes a request and says nothing of the kind, does not know 2.0: the same
/// points are sent as 1.0, and so is everything behind them.
/// </remarks>
internal sealed partial class RemoteWriteSink : IMetricSink
{
    private const string Version1 = "application/x-protobuf";
    private const string Version2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private const string VersionHeader = "X-Prometheus-Remote-Write-Version";
    private const string WrittenHeader = "X-Prometheus-Remote-Write-Samples-Written";

    private static readonly KeyValuePair<string, string> Packed = new("Content-Encoding", "snappy");
    private static readonly KeyValuePair<string, string>[] Headers1 = [Packed, new(VersionHeader, "0.1.0")];
    private static readonly KeyValuePair<string, string>[] Headers2 = [Packed, new(VersionHeader, "2.0.0")];

    private readonly HttpSender _http;
    private readonly Uri _url;
    private readonly SeriesTracker _tracker;
    private readonly SinkContext _context;
    private bool _isVersion2;

    public RemoteWriteSink(HttpSender http, Uri url, SeriesTracker tracker, bool isVersion2, SinkContext context)
    {
        _http = http;
        _url = url;
        _tracker = tracker;
        _isVersion2 = isVersion2;
        _context = context;
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 2_000, MaxBytes = 4_000_000, Linger = TimeSpan.FromSeconds(1) };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel)
    {
        RemoteWriteBatch batch = _tracker.Prepare(points);
        HttpReply? reply = null;
        if (_isVersion2)
        {
            reply = await PostAsync(Version2, Headers2, Snappy.Compress(batch.EncodeVersion2(new ProtoWriter())), cancel);
            if (!KnowsVersion2(reply.Value))
            {
                _isVersion2 = false;
                reply = null;
                LogOlder(_context.Logger, _context.Name);
            }
        }

        reply ??= await PostAsync(Version1, Headers1, Snappy.Compress(batch.Encode(new ProtoWriter())), cancel);
        SendResult result = HttpVerdict.Default(reply.Value);
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

    private static bool KnowsVersion2(HttpReply reply) => reply.Status != 415 && (!reply.IsSuccess || reply.Headers?.ContainsKey(WrittenHeader) == true);

    private Task<HttpReply> PostAsync(string type, KeyValuePair<string, string>[] headers, ReadOnlyMemory<byte> body, CancellationToken cancel) =>
        _http.SendAsync(HttpMethod.Post, _url, type, body, headers, cancel);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sink {Sink}: the receiver does not know remote write 2.0, 1.0 is sent from here on")]
    private static partial void LogOlder(ILogger logger, string sink);
}
