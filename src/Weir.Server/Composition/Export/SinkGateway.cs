using System.Diagnostics;
using System.Text.Json;
using Weir.Analytics;
using Weir.Export.Delivery;
using Weir.Export.Settings;
using Weir.Web.Sinks;

namespace Weir.Server.Composition.Export;

/// <summary>Lets the web part look at the sinks.</summary>
/// <param name="delivery">Gives the sinks; null while the spool is not open.</param>
/// <param name="options">For tests of a sink.</param>
/// <param name="problems">What is wrong with the configuration now.</param>
internal sealed class SinkGateway(Func<DeliveryService?> delivery, DeliveryOptions options, Func<IReadOnlyList<Diagnostic>> problems) : ISinkGateway
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(20);

    /// <summary>True unless deliveries fail.</summary>
    public static bool IsHealthy(SinkHealth health) => health.State is not (SinkState.Open or SinkState.HalfOpen or SinkState.Misconfigured or SinkState.Retrying);

    /// <inheritdoc/>
    public SinkOverview Overview() => new([.. (delivery()?.Sinks ?? []).Select(Show)], [.. problems().Select(p => p.ToString())]);

    /// <inheritdoc/>
    public async Task<SinkTestReport?> TestAsync(string name, CancellationToken cancel)
    {
        DeliveryService? service = delivery();
        if (service?.Definitions.FirstOrDefault(d => d.Name == name) is not { } definition)
        {
            return null;
        }

        Stopwatch watch = Stopwatch.StartNew();
        SinkTestResult result = await SinkTester.TestAsync(definition, options, TestTimeout, cancel);
        if (result.Passed)
        {
            // What waits need not wait for the end of a pause that has lost its reason.
            service.Wake(name);
        }

        return new SinkTestReport(result.Passed, Outcome(result), result.Result?.Reason ?? NullIfEmpty(string.Join("; ", result.Problems)), watch.ElapsedMilliseconds);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeadLetterReport>? DeadLetters(string name, int limit) =>
        delivery() is { } service && service.Sinks.Any(s => s.Name == name)
            ? [.. service.DeadLetters(name, limit).Reverse().Select(letter => new DeadLetterReport(letter.Reason, letter.TimeMs, EventGateway.Show(letter.Sequence, letter.Event)))]
            : null;

    /// <inheritdoc/>
    public Task<int?> ResendAsync(string name, CancellationToken cancel)
    {
        DeliveryService? service = delivery();
        int waiting = (int)(service?.Sinks.FirstOrDefault(s => s.Name == name)?.Events?.DeadLetters ?? 0);
        return Task.FromResult<int?>(service?.ResendDeadLetters(name) == true ? waiting : null);
    }

    /// <summary>The word for what became of a test.</summary>
    internal static string Outcome(SinkTestResult result) =>
        result.Result is { } word ? JsonNamingPolicy.CamelCase.ConvertName(word.Outcome.ToString()) : "notConfigured";

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    // A sink for both has one settled view: the worse of its two halves.
    private SinkReport Show(SinkDisplay sink)
    {
        SinkHealth[] halves = [.. new[] { sink.Events, sink.Metrics }.OfType<SinkHealth>()];
        SinkHealth? shown = halves.FirstOrDefault(h => !IsHealthy(h)) ?? halves.FirstOrDefault();
        return new SinkReport
        {
            Name = sink.Name,
            Type = sink.Type,
            Origin = sink.Origin,
            State = JsonNamingPolicy.CamelCase.ConvertName((shown?.State ?? SinkState.Stopped).ToString()),
            Healthy = shown is not null && IsHealthy(shown),
            Waiting = halves.Sum(h => h.Waiting),
            LastError = halves.MaxBy(h => h.LastErrorMs ?? 0)?.LastError,
            LastErrorAt = halves.Max(h => h.LastErrorMs),
            LastSuccessAt = halves.Max(h => h.LastSuccessMs),
            RetryAt = shown?.NextAttemptMs,
            LatencyP99Ms = sink.Events?.LatencyP99Ms,
            Counters = Counters(halves),
            Settings = Masked(sink.Settings),
        };
    }

    private static Dictionary<string, long> Counters(SinkHealth[] halves) => new()
    {
        ["requests"] = halves.Sum(h => h.Requests),
        ["sent"] = halves.Sum(h => h.Sent),
        ["retried"] = halves.Sum(h => h.Retried),
        ["givenUp"] = halves.Sum(h => h.GivenUp),
        ["filtered"] = halves.Sum(h => h.Filtered),
        ["lost"] = halves.Sum(h => h.Lost),
        ["deadLetters"] = halves.Sum(h => h.DeadLetters),
        ["deadLettersDropped"] = halves.Sum(h => h.DeadLettersDropped),
    };

    private static Dictionary<string, object?> Masked(IReadOnlyDictionary<string, SettingNode> settings) => settings.ToDictionary(s => s.Key, s => Plain(s.Value));

    private static object? Plain(SettingNode node) => node switch
    {
        { Members: { } members } => Masked(members),
        { Items: { } items } => items.Select(Plain).ToArray(),
        _ => node.Text,
    };
}
