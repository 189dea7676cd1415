using System.Globalization;
using System.Text;
using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Loki;

/// <summary>Sends events to Grafana Loki's push API as JSON.</summary>
/// <remarks>
/// Loki keeps one of two entries that have the same stream, time and line, so that events may be sent twice without harm. It answers 400 when it
/// refuses some entries and keeps the others: the refused ones are found and given up, the others are not. Entries that lie ahead of Loki's clock
/// are held for a while, see <see cref="LokiFuture"/>.
/// </remarks>
public sealed class LokiSink : IEventSink
{
    private const int Blocked = 260; // Loki's default block_ingestion_status_code: a success that is none.
    private const string JsonType = "application/json";
    private const string CutoffWords = "oldest acceptable timestamp is: ";

    private readonly LokiOptions _options;
    private readonly LokiBody _body;
    private readonly HttpSender _http;
    private readonly LokiFuture _future;

    /// <summary>A sink.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="http">Sends the requests; closed with the sink.</param>
    /// <param name="time">Clock for entries that are too new.</param>
    public LokiSink(LokiOptions options, HttpSender http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _body = new LokiBody(options);
        _http = http;
        _future = new LokiFuture(time);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 5_000, MaxBytes = 1_000_000 };

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_options.RejectLongLines && batch.Any(IsTooLong))
        {
            return await SendShortAsync(batch, cancel);
        }

        _future.Begin();
        PartReply reply = await PushAsync(batch, cancel);
        SendResult result = reply.Result.Outcome == SendOutcome.Rejected && batch.Count > 1
            ? await new RefusedBatch(batch, PushAsync, (part, body) => Divide(batch, part, body)).ResolveAsync(reply, cancel)
            : reply.Result;
        if (result.Outcome is SendOutcome.Accepted or SendOutcome.Mixed)
        {
            _future.End();
        }

        return _future.Holds ? result with { RetryAfter = result.RetryAfter ?? LokiFuture.Pause } : result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What an answer means.</summary>
    public static SendResult Judge(HttpReply reply)
    {
        // With block_ingestion_status_code 200 only the text tells that nothing was kept.
        bool blocked = reply.Status == Blocked || (reply.IsSuccess && reply.Body.Contains("ingestion blocked", StringComparison.OrdinalIgnoreCase));
        return blocked ? SendResult.Misconfigured(HttpVerdict.Reason(reply)) : HttpVerdict.Default(reply);
    }

    /// <summary>The oldest time that Loki says it takes, in ns since the epoch; null when the text says none. Several: the oldest of them.</summary>
    public static long? Cutoff(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        long? oldest = null;
        int at = 0;
        while (text.IndexOf(CutoffWords, at, StringComparison.Ordinal) is int found and >= 0)
        {
            at = found + CutoffWords.Length;
            int end = text.AsSpan(at).IndexOfAny("',\n} ");
            ReadOnlySpan<char> stamp = text.AsSpan(at, end < 0 ? text.Length - at : end);
            if (DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                long ns = (time - DateTimeOffset.UnixEpoch).Ticks * 100;
                oldest = oldest is { } other ? Math.Min(other, ns) : ns;
            }
        }

        return oldest;
    }

    /// <summary>First one stream each; then those that are older than Loki says it takes are to blame, and those too new wait; otherwise halves.</summary>
    private Division Divide(IReadOnlyList<WeirEvent> batch, int[] part, string body)
    {
        int[][] streams = [.. part.GroupBy(i => _body.ServiceOf(batch[i])).Select(stream => stream.ToArray())];
        if (streams.Length > 1)
        {
            return new Division([], streams);
        }

        if (Cutoff(body) is { } cutoff && part.Where(i => batch[i].TimeNs < cutoff).ToArray() is { Length: > 0 } old)
        {
            return new Division(old, [[.. part.Except(old)]]);
        }

        // Loki names the first of several; entries go out in order of time, so that those behind it are too new as well.
        if (LokiFuture.Earliest(body) is { } earliest && part.Where(i => batch[i].TimeNs >= earliest).ToArray() is { Length: > 0 } ahead)
        {
            int[] held = [.. ahead.Where(i => _future.MayHold(batch[i]))];
            return new Division([.. ahead.Except(held)], [[.. part.Except(ahead)]]) { Held = held };
        }

        return Division.Halves(part);
    }

    private async Task<PartReply> PushAsync(IReadOnlyList<WeirEvent> part, CancellationToken cancel)
    {
        HttpReply reply = await _http.SendAsync(HttpMethod.Post, _options.Url, JsonType, _body.Write(part), _options.Headers, cancel);
        SendResult result = Judge(reply);
        bool waits = part.Count == 1 && result.Outcome == SendOutcome.Rejected && LokiFuture.Earliest(reply.Body) is not null && _future.MayHold(part[0]);

        // As a verdict on the one event, so that the search for others goes on.
        return new PartReply(waits ? SendResult.Mixed([new ItemVerdict(SendOutcome.Retry, result.Reason)]) : result, reply.Body);
    }

    private bool IsTooLong(WeirEvent item) => item.Message.Length * 3L > _options.MaxLine && Encoding.UTF8.GetByteCount(item.Message) > _options.MaxLine;

    private async Task<SendResult> SendShortAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        WeirEvent[] fits = [.. batch.Where(item => !IsTooLong(item))];
        SendResult sent = fits.Length == 0 ? SendResult.Accepted : await SendAsync(fits, cancel);
        ItemVerdict tooLong = new(SendOutcome.Rejected, string.Create(CultureInfo.InvariantCulture, $"the line has more than {_options.MaxLine} bytes"));
        int next = 0;
        ItemVerdict[] verdicts = new ItemVerdict[batch.Count];
        for (int i = 0; i < batch.Count; i++)
        {
            verdicts[i] = IsTooLong(batch[i]) ? tooLong
                : sent.Outcome == SendOutcome.Mixed ? sent.Verdicts[next++]
                : new ItemVerdict(sent.Outcome, sent.Reason);
        }

        return SendResult.Mixed(verdicts) with { RetryAfter = sent.RetryAfter };
    }
}
