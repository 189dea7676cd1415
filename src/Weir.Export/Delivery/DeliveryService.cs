using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Sinks;
using Weir.Export.Spool;

namespace Weir.Export.Delivery;

/// <summary>Runs the configured sinks, and takes another configuration without a restart: sinks that did not change are not disturbed.</summary>
/// <remarks>A configuration is taken whole or not at all. Safe from any thread.</remarks>
public sealed class DeliveryService : IAsyncDisposable
{
    private readonly IEventSpool _spool;
    private readonly DeliveryOptions _options;
    private readonly SemaphoreSlim _changing = new(1, 1);

    // Sinks that ended for good and whose places are not forgotten yet. Guarded by _changing.
    private readonly HashSet<string> _forgetting = new(StringComparer.Ordinal);

    // Shared: replaced whole by ApplyAsync, read by everyone.
    private volatile IReadOnlyDictionary<string, RunningSink> _running = new Dictionary<string, RunningSink>();

    /// <summary>Makes a service without sinks.</summary>
    /// <param name="spool">Where the events lie; not closed here.</param>
    /// <param name="options">What it needs from the outside.</param>
    public DeliveryService(IEventSpool spool, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _spool = spool;
        _options = options;
        Directory.CreateDirectory(options.Folder);
    }

    /// <summary>Every sink, by name: settings masked, with its health.</summary>
    public IReadOnlyList<SinkDisplay> Sinks => [.. _running.Values.Select(sink => sink.Display).OrderBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>The definitions that run.</summary>
    public IReadOnlyList<SinkDefinition> Definitions => [.. _running.Values.Select(sink => sink.Definition)];

    /// <summary>True when a sink for metrics runs: only then is there any use in collecting them.</summary>
    public bool TakesMetrics => _running.Values.Any(sink => sink.Metrics is not null);

    /// <summary>What would be wrong with these definitions; nothing is changed.</summary>
    public async Task<IReadOnlyList<Diagnostic>> CheckAsync(IReadOnlyList<SinkDefinition> definitions)
    {
        List<Diagnostic> problems = [.. FindTwins(definitions)];
        foreach (BuiltSink built in Build(definitions, problems))
        {
            await built.Sink.DisposeAsync();
        }

        return problems;
    }

    /// <summary>Makes these the sinks that run. New ones begin, changed ones are replaced at their place in the spool, missing ones end and their place is forgotten.</summary>
    /// <returns>Everything that is wrong; then nothing was changed.</returns>
    /// <exception cref="IOException">Folder or spool refuse; the sinks that could be started run.</exception>
    public async Task<IReadOnlyList<Diagnostic>> ApplyAsync(IReadOnlyList<SinkDefinition> definitions, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        await _changing.WaitAsync(cancel);
        try
        {
            Dictionary<string, string> fingerprints = definitions.DistinctBy(d => d.Name).ToDictionary(d => d.Name, d => d.Fingerprint());
            List<SinkDefinition> changed = [.. definitions.Where(d => !_running.TryGetValue(d.Name, out RunningSink? now) || now.Fingerprint != fingerprints[d.Name])];
            List<Diagnostic> problems = [.. FindTwins(definitions)];
            List<BuiltSink> built = Build(changed, problems);
            if (problems.Count > 0)
            {
                foreach (BuiltSink useless in built)
                {
                    await useless.Sink.DisposeAsync();
                }

                return problems;
            }

            await ReplaceAsync(definitions, built, fingerprints);
            return [];
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Hands metric points to every sink that takes them; never waits.</summary>
    public void Post(IReadOnlyList<MetricPoint> points)
    {
        foreach (RunningSink sink in _running.Values)
        {
            sink.Metrics?.Post(points);
        }
    }

    /// <summary>Ends a sink's pause now. False: there is no such sink.</summary>
    public bool Wake(string name)
    {
        if (!_running.TryGetValue(name, out RunningSink? sink))
        {
            return false;
        }

        sink.Events?.Wake();
        sink.Metrics?.Wake();
        return true;
    }

    /// <summary>A sink's newest dead letters, newest first; empty when there is no such sink.</summary>
    public IReadOnlyList<ListedLetter> DeadLetters(string name, int limit) =>
        _running.TryGetValue(name, out RunningSink? sink) && sink.Events is { } worker ? worker.DeadLetters(limit) : [];

    /// <summary>Has a sink's dead letters sent once more, between what waits. False: there is no such sink for events.</summary>
    public bool ResendDeadLetters(string name)
    {
        if (!_running.TryGetValue(name, out RunningSink? sink) || sink.Events is not { } worker)
        {
            return false;
        }

        worker.RequestResend();
        return true;
    }

    /// <summary>Ends delivery: sends what waits as far as the receivers take it within that time; the rest stays in the spool.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _changing.WaitAsync();
        try
        {
            await Task.WhenAll(_running.Values.Select(sink => sink.StopAsync(patience, drains: true)));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RunningSink sink in _running.Values)
        {
            await sink.DisposeAsync();
        }

        _running = new Dictionary<string, RunningSink>();
        _changing.Dispose();
    }

    private static IEnumerable<Diagnostic> FindTwins(IReadOnlyList<SinkDefinition> definitions) => definitions
        .GroupBy(d => d.Name, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => new Diagnostic($"sinks.{group.Key}", $"is configured more than once: {string.Join(" and ", group.Select(d => d.Origin))}"));

    private List<BuiltSink> Build(IEnumerable<SinkDefinition> definitions, List<Diagnostic> problems)
    {
        List<BuiltSink> built = [];
        foreach (SinkDefinition definition in definitions)
        {
            if (BuiltSink.TryBuild(definition, _options, problems) is { } sink)
            {
                built.Add(sink);
            }
        }

        return built;
    }

    private async Task ReplaceAsync(IReadOnlyList<SinkDefinition> definitions, List<BuiltSink> built, Dictionary<string, string> fingerprints)
    {
        Dictionary<string, RunningSink> next = new(_running, StringComparer.Ordinal);
        HashSet<string> ending = [.. next.Keys.Except(definitions.Select(d => d.Name)), .. built.Select(b => b.Definition.Name)];
        List<RunningSink> old = [.. ending.Where(next.ContainsKey).Select(name => next[name])];
        await Task.WhenAll(old.Select(sink => sink.StopAsync(_options.ReplacePatience, drains: false)));
        foreach (string name in ending)
        {
            next.Remove(name);
        }

        // What was ended is none of those that run, whatever goes wrong from here on: the next call begins with what is left to be done.
        _running = next;
        _forgetting.UnionWith(ending);
        _forgetting.ExceptWith(definitions.Select(d => d.Name));
        Queue<BuiltSink> waiting = new(built);
        try
        {
            await Task.WhenAll(old.Select(sink => sink.DisposeAsync().AsTask()));
            ForgetPlaces();
            while (waiting.TryPeek(out BuiltSink? sink))
            {
                RunningSink started = new(sink, fingerprints[sink.Definition.Name], _spool, _options);
                waiting.Dequeue();
                _running = new Dictionary<string, RunningSink>(_running, StringComparer.Ordinal) { [sink.Definition.Name] = started };
            }
        }
        finally
        {
            foreach (BuiltSink useless in waiting)
            {
                await useless.Sink.DisposeAsync();
            }
        }
    }

    private void ForgetPlaces()
    {
        foreach (string gone in _forgetting)
        {
            RunningSink.Forget(gone, _spool, _options);
            _forgetting.Remove(gone);
        }
    }
}
