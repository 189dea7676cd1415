using Weir.Export.Configuration;
using Weir.Export.Sinks;
using Weir.Export.Spool;

namespace Weir.Export.Delivery;

/// <summary>A sink with its workers: one for events, one for metrics, or both.</summary>
internal sealed class RunningSink : IAsyncDisposable
{
    private readonly BuiltSink _built;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Opens files and the place in the spool, and begins.</summary>
    /// <exception cref="IOException">The folder or the spool refuses.</exception>
    public RunningSink(BuiltSink built, string fingerprint, IEventSpool spool, DeliveryOptions options)
    {
        _built = built;
        Fingerprint = fingerprint;
        SinkParts parts = new()
        {
            Name = built.Definition.Name,
            Type = built.Definition.Type,
            Sink = built.Sink,
            Gate = _gate,
            Settings = built.Settings,
            Secrets = built.Secrets,
            Time = options.Time,
            Logger = options.Logs.CreateLogger($"Weir.Export.Delivery.{built.Definition.Name}"),
            Random = options.Random,
            Notify = options.Notify,
        };
        if (built.Sink is IEventSink events)
        {
            Events = OpenEvents(parts, events, spool, options);
        }

        Metrics = built.Sink is IMetricSink metrics ? new MetricWorker(parts, metrics) : null;
        Events?.Start();
        Metrics?.Start();
    }

    /// <summary>The definition.</summary>
    public SinkDefinition Definition => _built.Definition;

    /// <summary>What the definition's fingerprint was when it was made.</summary>
    public string Fingerprint { get; }

    /// <summary>Delivers events; null when the sink takes none.</summary>
    public SinkWorker? Events { get; }

    /// <summary>Delivers metrics; null when the sink takes none.</summary>
    public MetricWorker? Metrics { get; }

    /// <summary>As it may be shown.</summary>
    public SinkDisplay Display => new(
        Definition.Name, Definition.Type, Definition.Origin, SettingMask.Apply(Definition.Settings, _built.Secrets), Events?.Health, Metrics?.Health);

    /// <summary>Ends both.</summary>
    public Task StopAsync(TimeSpan patience, bool drains) =>
        Task.WhenAll(Events?.StopAsync(patience, drains) ?? Task.CompletedTask, Metrics?.StopAsync(patience) ?? Task.CompletedTask);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Events is not null)
        {
            await Events.DisposeAsync();
        }

        if (Metrics is not null)
        {
            await Metrics.DisposeAsync();
        }

        await _built.Sink.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>Forgets the place of a sink that is no longer configured.</summary>
    public static void Forget(string name, IEventSpool spool, DeliveryOptions options)
    {
        File.Delete(MarkOf(options, name));
        spool.RemoveReader(name);
    }

    private static string MarkOf(DeliveryOptions options, string name) => Path.Combine(options.Folder, name + ".mark");

    private static SinkWorker OpenEvents(SinkParts parts, IEventSink sink, IEventSpool spool, DeliveryOptions options)
    {
        ISpoolReader reader = spool.OpenReader(parts.Name, parts.Settings.FromOldest);
        BatchMark? mark = null;
        try
        {
            mark = new BatchMark(MarkOf(options, parts.Name));
            mark.CatchUp(reader, spool);
            DeadLetterFile dead = new(options.Folder, parts.Name, parts.Settings.DeadLetterBytes, options.Time, reader.Committed);
            return new SinkWorker(parts, sink, reader, dead, mark);
        }
        catch (Exception)
        {
            mark?.Dispose();
            reader.Dispose();
            throw;
        }
    }
}
