using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Splunk;

/// <summary>Sends events and metrics to Splunk's HTTP Event Collector, and waits for the indexer's acknowledgement when asked to.</summary>
public sealed class SplunkSink : IEventSink, IMetricSink
{
    private const string JsonType = "application/json";

    private readonly SplunkOptions _options;
    private readonly SplunkBody _body;
    private readonly HttpSender _http;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, string>[] _headers;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="http">Sends the requests; closed with the sink.</param>
    /// <param name="time">Clock for waiting.</param>
    /// <param name="channel">The data channel, which acknowledgements need: one for each sender.</param>
    public SplunkSink(SplunkOptions options, HttpSender http, TimeProvider time, Guid channel)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _body = new SplunkBody(options);
        _http = http;
        _time = time;
        KeyValuePair<string, string> authorization = new("Authorization", "Splunk " + options.Token);
        _headers = options.AckUrl is null ? [authorization] : [authorization, new("X-Splunk-Request-Channel", channel.ToString("D"))];
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 1_000, MaxBytes = 700_000 };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        PartReply reply = await PostAsync(batch, cancel);
        return reply.Result.Outcome switch
        {
            SendOutcome.Rejected when batch.Count > 1 => await new RefusedBatch(batch, PostAsync, SplunkReply.Divide).ResolveAsync(reply, cancel),
            SendOutcome.Retry => Interrupted(batch.Count, reply),
            _ => reply.Result,
        };
    }

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel) =>
        (await PostAsync(_body.Write(points), cancel)).Result;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A collector that became busy in the middle has what came before; sources differ in whether it counts from 0 or 1, so that the last of them is sent again.</summary>
    private static SendResult Interrupted(int count, PartReply reply)
    {
        SplunkReply said = SplunkReply.Read(reply.Body);
        if (said.Code != SplunkReply.Busy || said.EventNumber is not { } stopped || stopped <= 1 || stopped > count)
        {
            return reply.Result;
        }

        ItemVerdict later = new(SendOutcome.Retry, reply.Result.Reason);
        ItemVerdict[] verdicts = [.. Enumerable.Range(0, count).Select(i => i < stopped - 1 ? new ItemVerdict(SendOutcome.Accepted) : later)];
        return SendResult.Mixed(verdicts) with { RetryAfter = reply.Result.RetryAfter, Reason = reply.Result.Reason };
    }

    private Task<PartReply> PostAsync(IReadOnlyList<WeirEvent> part, CancellationToken cancel) => PostAsync(_body.Write(part), cancel);

    private async Task<PartReply> PostAsync(ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.Url, JsonType, body, _headers, cancel);
        SendResult result = SplunkReply.Judge(reply);
        if (result.Outcome == SendOutcome.Accepted && _options.AckUrl is { } ackUrl && SplunkReply.Read(reply.Body).AckId is { } id)
        {
            result = await AcknowledgedAsync(ackUrl, id, cancel);
        }

        return new PartReply(result, reply.Body);
    }

    private async Task<SendResult> AcknowledgedAsync(Uri url, long id, CancellationToken cancel)
    {
        byte[] question = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"acks\":[{id}]}}"));
        long start = _time.GetTimestamp();
        using PeriodicTimer timer = new(_options.AckInterval, _time);
        while (true)
        {
            HttpReply reply = await _http.SendAsync(HttpMethod.Post, url, JsonType, question, _headers, cancel);
            if (IsAcknowledged(reply.Body, id))
            {
                return SendResult.Accepted;
            }

            if (_time.GetElapsedTime(start) >= _options.AckTimeout)
            {
                return SendResult.Retry($"the indexer did not acknowledge within {_options.AckTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private static bool IsAcknowledged(string body, long id)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("acks", out JsonElement acks)
                && acks.ValueKind == JsonValueKind.Object
                && acks.TryGetProperty(id.ToString(CultureInfo.InvariantCulture), out JsonElement state)
                && state.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
