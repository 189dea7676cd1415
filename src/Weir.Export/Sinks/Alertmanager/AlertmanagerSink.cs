using Weir.Export.Events;
using Weir.Export.Http;

namespace Weir.Export.Sinks.Alertmanager;

/// <summary>Raises and resolves alerts of a Prometheus Alertmanager, or of every member of a cluster of them.</summary>
/// <remarks>
/// Alertmanager keeps alerts in memory only, and each member its own. So everything that fires is sent again every <c>resend</c>, to all
/// members: one that was away or began anew has the whole picture within that time. Sending again and sending new take turns (one gate),
/// since an alert sent again after its end would come back to life.
/// </remarks>
internal sealed class AlertmanagerSink : IEventSink
{
    private readonly HttpSender _http;
    private readonly AlertmanagerOptions _options;
    private readonly AlertTable _table;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private Task? _again;
    private long _resent;

    public AlertmanagerSink(HttpSender http, AlertmanagerOptions options, TimeProvider time)
    {
        _http = http;
        _options = options;
        _time = time;
        _table = new AlertTable(options, time);
    }

    /// <inheritdoc/>
    public SinkLimits Limits { get; } = new() { MaxItems = 64 };

    /// <summary>How many times everything that fires was sent again.</summary>
    public long Resent => Interlocked.Read(ref _resent);

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<WeirEvent> batch, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            AlertPlan plan = _table.Prepare(batch);
            SendResult result = Verdict(await PostAsync(plan.Alerts, cancel));
            if (result.Outcome == SendOutcome.Accepted)
            {
                _table.Commit(plan);
                _again ??= _options.Resend > TimeSpan.Zero ? SendAgainAsync(_stop.Token) : Task.CompletedTask;
            }

            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_again is not null)
        {
            await _again;
        }

        _http.Dispose();
        _turn.Dispose();
        _stop.Dispose();
    }

    private async Task SendAgainAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(_options.Resend, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                await _turn.WaitAsync(cancel);
                try
                {
                    if (_table.Again() is { Count: > 0 } alerts)
                    {
                        // What becomes of it does not matter: it is sent again soon.
                        await PostAsync(alerts, cancel);
                        Interlocked.Increment(ref _resent);
                    }
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private Task<HttpReply[]> PostAsync(IReadOnlyList<Alert> alerts, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> body = Alert.Encode(alerts, _options.GeneratorUrl);
        return Task.WhenAll(_options.Urls.Select(url => _http.SendAsync(HttpMethod.Post, url, "application/json", body, null, cancel)));
    }

    // The best answer counts when one member suffices, else the worst; of two that are no better the one that is tried again first.
    private SendResult Verdict(HttpReply[] replies)
    {
        SendOutcome[] order = [SendOutcome.Accepted, SendOutcome.Retry, SendOutcome.Misconfigured, SendOutcome.TooLarge, SendOutcome.Rejected];
        IEnumerable<SendResult> results = replies.Select(HttpVerdict.Default).OrderBy(r => Array.IndexOf(order, r.Outcome));
        return _options.NeedsAll ? results.FirstOrDefault(r => r.Outcome != SendOutcome.Accepted) ?? SendResult.Accepted : results.First();
    }
}
