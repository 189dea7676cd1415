using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Influx;

/// <summary>Writes points and events to InfluxDB 1 or 2, or to whoever takes its line protocol.</summary>
/// <remarks>A line that is written twice is one point: measurement, tags and time are its identity.</remarks>
internal sealed partial class InfluxSink : IMetricSink, IEventSink
{
    private const string ContentType = "text/plain; charset=utf-8";

    private readonly HttpSender _http;
    private readonly InfluxOptions _options;
    private readonly InfluxEncoder _encoder;

    public InfluxSink(HttpSender http, InfluxOptions options)
    {
        _http = http;
        _options = options;
        _encoder = new InfluxEncoder(options);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 5_000, MaxBytes = 5_000_000, Linger = TimeSpan.FromSeconds(1) };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel)
    {
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.PointUrl, ContentType, _encoder.Encode(points), _options.Headers, cancel);
        SendResult result = HttpVerdict.Default(reply);
        return result.Outcome == SendOutcome.Rejected && Dropped(reply.Body) is int dropped && dropped < points.Count
            ? Partial(points.Count, dropped, result.Reason)
            : result;
    }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.EventUrl, ContentType, _encoder.Encode(batch), _options.Headers, cancel);
        SendResult result = HttpVerdict.Default(reply);

        // The answer does not say which line was refused. Writing twice does no harm, so halves find it and the others arrive.
        return result.Outcome == SendOutcome.Rejected && batch.Count > 1 ? SendResult.TooLarge(result.Reason ?? "") : result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    // How many were dropped is known, but not which: of points only the number matters.
    private static SendResult Partial(int count, int dropped, string? reason) =>
        SendResult.Mixed([.. Enumerable.Range(0, count).Select(i => i < count - dropped ? new ItemVerdict(SendOutcome.Accepted) : new ItemVerdict(SendOutcome.Rejected, reason))]);

    private static int? Dropped(string body) =>
        DroppedCount().Match(body) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : null;

    [GeneratedRegex(@"partial write:.*dropped=(\d{1,9})", RegexOptions.Singleline)]
    private static partial Regex DroppedCount();
}
