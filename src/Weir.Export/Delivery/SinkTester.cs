using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Events;
using Weir.Export.Sinks;

namespace Weir.Export.Delivery;

/// <summary>Sends one test event, or one test point, straight through a sink that is made for it alone: past spool, filter and retries.</summary>
public static class SinkTester
{
    /// <summary>Name of the test point of metric sinks.</summary>
    public const string MetricName = "weir_test";

    /// <summary>Tests a sink.</summary>
    /// <param name="definition">The sink.</param>
    /// <param name="options">As for the running service.</param>
    /// <param name="timeout">Bound for the whole test.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What became of it; the reason without secrets.</returns>
    public static async Task<SinkTestResult> TestAsync(SinkDefinition definition, DeliveryOptions options, TimeSpan timeout, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(options);
        List<Diagnostic> problems = [];
        if (BuiltSink.TryBuild(definition, options, problems) is not { } built)
        {
            return new SinkTestResult(null, problems, "");
        }

        await using ISink sink = built.Sink;
        using CancellationTokenSource bound = new(timeout, options.Time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
        WeirEvent item = built.Settings.Fields.Apply(CreateEvent(options));
        try
        {
            SendResult result = sink is IEventSink events
                ? await events.SendAsync([item], both.Token)
                : await ((IMetricSink)sink).SendAsync([new MetricPoint(MetricName, [], options.Time.GetUtcNow().ToUnixTimeMilliseconds(), 1)], both.Token);
            return new SinkTestResult(Single(result, built), [], sink is IEventSink ? item.Id : MetricName);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SinkTestResult(SendResult.Retry(FormattableString.Invariant($"no answer within {timeout.TotalSeconds} s")), [], item.Id);
        }
    }

    private static WeirEvent CreateEvent(DeliveryOptions options) => new()
    {
        Id = EventIds.New(options.Time),
        TimeNs = (options.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100,
        Severity = EventSeverity.Info,
        Kind = EventKinds.SelfCheck,
        Subject = "sink test",
        Message = $"Test event from Weir on {options.HostName}",
        Fields = [new EventField("test", FieldValue.Of(true))],
    };

    // A batch of one has one verdict.
    private static SendResult Single(SendResult result, BuiltSink built)
    {
        SendResult single = result.Outcome == SendOutcome.Mixed && result.Verdicts.Count == 1
            ? new SendResult { Outcome = result.Verdicts[0].Outcome, Reason = result.Verdicts[0].Reason ?? result.Reason }
            : result;
        return single.Reason is { } reason ? single with { Reason = built.Secrets.Redact(reason) } : single;
    }
}
