using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Scripting;
using Weir.Scripting.Events;
using Weir.Server.Configuration;
using Weir.Web.Events;
using Weir.Web.Prometheus;
using Weir.Web.Sinks;

namespace Weir.Server.Composition.Export;

/// <summary>Delivery as the rest of the program knows it: events from engine, scripts, clients and Weir itself into the spool, from there to the sinks.</summary>
/// <remarks>
/// Three states. Off: nothing is kept, scripts' events are checked and go nowhere. Broken: the disk refuses the spool, everything else runs, whoever hands in
/// an event is told why it was not taken, and it is tried again every few seconds. On. Detection never waits for any of it.
/// </remarks>
internal sealed partial class ExportPart : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MetricTick = TimeSpan.FromSeconds(1);

    // Stopping takes this long at most for what waits; the rest is on disk and goes out after the next start.
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

    private readonly ExportContext _context;
    private readonly ILogger _log;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly EventClock _clock;
    private readonly IEventSpool _spool;
    private readonly LateSpool? _late;
    private readonly CancellationTokenSource _stop = new();
    private readonly EventFeed _feed;
    private readonly SelfCheck _check;
    private readonly ExportWatch _watch;
    private readonly List<IAsyncDisposable> _rounds = [];

    // Shared: set once the spool is open, read by requests and rounds.
    private volatile DeliveryService? _delivery;
    private volatile SinkConfiguration? _configuration;
    private Task _opening = Task.CompletedTask;
    private long? _lastRound;
    private long _lastRoundMs;

    // Shared: replaced when the configuration is taken, read by the rounds of metrics.
    private volatile MetricPlan _plan;

    private ExportPart(ExportContext context, IEventSpool spool)
    {
        _late = spool as LateSpool;
        _context = context;
        _plan = context.Settings.Metrics;
        _log = context.Loggers.CreateLogger("export");
        _spool = spool;
        _clock = new EventClock(_time);

        // Events of a replay have the capture's time: it must not move that of live ones.
        EventClock engineClock = context.Engine.Options.ReplayClock ? new EventClock(_time) : _clock;
        _feed = new EventFeed(context.Settings, new EngineEvents(new FlowKeyNames(context.Engine), engineClock), spool);
        _check = new SelfCheck(_time, _clock, item => Post(context.Settings.SelfCheck, item));
        EventIntake intake = new(spool, _clock, _time);
        ScriptEvents = new ScriptEvents(intake, context.Settings.IsOn);
        Events = context.Settings.IsOn ? new EventGateway(intake, spool, _time) : null;
        Metrics = new ExportMetrics(() => _late?.Opened, () => _delivery);
        _watch = new ExportWatch(_check, context.Engine, () => _late?.Opened);
        Sinks = _late is null ? null : new SinkGateway(() => _delivery, Options(_watch), Problems);
    }

    /// <summary>Takes what scripts emit.</summary>
    public IEventService ScriptEvents { get; }

    /// <summary>Events for REST; null while off.</summary>
    public IEventGateway? Events { get; }

    /// <summary>Sinks for REST; null while off.</summary>
    public ISinkGateway? Sinks { get; }

    /// <summary>Counters for <c>/metrics</c>.</summary>
    public IMetricSource Metrics { get; }

    /// <summary>Why events are not kept although they should be; null when all is well.</summary>
    public string? Problem => _late?.Reason;

    /// <summary>Opens the spool, starts the sinks, defines the flows of presets.</summary>
    /// <exception cref="PropertyException">The configuration of sinks is wrong; the message names every problem.</exception>
    public static async Task<ExportPart> StartAsync(ExportContext context, CancellationToken cancel)
    {
        ExportPart part = new(context, Open(context));
        try
        {
            await part.StartAsync(cancel);
            return part;
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the watch look at scripts and receiver, and says that Weir has started.</summary>
    /// <param name="scripts">The scripts.</param>
    /// <param name="discarded">Datagrams that were dropped before anybody read them.</param>
    public void Started(Func<IReadOnlyList<ScriptStatus>> scripts, Func<long> discarded)
    {
        _watch.Scripts = scripts;
        _watch.Discarded = discarded;
        _check.Tell("weir", EventSeverity.Notice, $"Weir {_context.Version} started", new EventField("version", FieldValue.Of(_context.Version)));
    }

    /// <summary>Somebody changed something; on any thread.</summary>
    public void Note(AuditEntry entry) => _feed.OnAudit(entry, _clock);

    /// <summary>Ends delivery: what waits is sent as far as the receivers take it within seconds, the rest stays on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _context.Engine.ThresholdCrossed -= _feed.OnThreshold;
        _context.Engine.FlowRecorded -= _feed.OnRecord;
        await _stop.CancelAsync();
        await _opening;
        foreach (IAsyncDisposable rounds in _rounds)
        {
            await rounds.DisposeAsync();
        }

        if (_configuration is { } configuration)
        {
            await configuration.DisposeAsync();
        }

        if (_delivery is { } delivery)
        {
            _check.Tell("weir", EventSeverity.Notice, $"Weir {_context.Version} is stopping", new EventField("version", FieldValue.Of(_context.Version)));
            await delivery.StopAsync(DrainPatience);
            await delivery.DisposeAsync();
        }

        if (_late is not null)
        {
            await _late.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static IEventSpool Open(ExportContext context)
    {
        ILogger log = context.Loggers.CreateLogger("export");
        if (!context.Settings.IsOn)
        {
            return new NoSpool("events are not kept in this run (weir.export)");
        }

        string folder = Path.Combine(context.Data, "spool");
        LateSpool spool = new(() => EventSpool.Open(context.Settings.SpoolOptions(folder), TimeProvider.System, log), folder);
        if (!spool.TryOpen())
        {
            LogBroken(log, spool.Reason ?? "");
        }

        return spool;
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        foreach ((string name, FlowDefinition flow) in _context.Settings.Presets.SelectMany(preset => preset.Flows))
        {
            _context.Engine.SetFlow(name, flow);
        }

        if (_late is null)
        {
            return;
        }

        if (_late.Opened is { } spool)
        {
            IReadOnlyList<Diagnostic> problems = await DeliverAsync(spool, cancel);
            if (problems.Count > 0)
            {
                throw new PropertyException($"sinks cannot be configured: {string.Join("; ", problems)}");
            }
        }
        else
        {
            _opening = OpenLaterAsync(_late);
        }

        _context.Engine.ThresholdCrossed += _feed.OnThreshold;
        _context.Engine.FlowRecorded += _feed.OnRecord;
        _rounds.Add(new Rounds("self-check", LookInterval, _watch.Look, _time, _log));
        _rounds.Add(new Rounds("metric export", MetricTick, SendMetrics, _time, _log));
    }

    private async Task OpenLaterAsync(LateSpool late)
    {
        using PeriodicTimer timer = new(LookInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if ((late.Opened is not null || late.TryOpen()) && await TryDeliverAsync(late.Opened!))
                {
                    LogMended(_log, late.Refused);
                    _check.Tell("spool", EventSeverity.Error, $"events are kept again; {late.Refused} were not taken before", new EventField("count", FieldValue.Of(late.Refused)));
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Weir stops.
        }
    }

    private async Task<bool> TryDeliverAsync(EventSpool spool)
    {
        try
        {
            // What is wrong with the configuration stands in the log; the file is watched.
            if (await DeliverAsync(spool, _stop.Token) is { Count: > 0 } problems)
            {
                LogUnconfigured(_log, string.Join("; ", problems));
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, nobody else tries again, and nothing would be delivered until the next start.
            LogBroken(_log, e.Message);
            return false;
        }
    }

    // Starts the sinks; those of a wrong configuration do not start, and it is what comes back.
    private async Task<IReadOnlyList<Diagnostic>> DeliverAsync(EventSpool spool, CancellationToken cancel)
    {
        DeliveryService delivery = _delivery ??= CreateDelivery(spool, Options(_watch));
        SinkConfiguration configuration = _configuration ??= new(SinkSource.Options(_context.Home, _context.Properties, _log, plan => _plan = plan ?? _context.Settings.Metrics), delivery);
        IReadOnlyList<Diagnostic> problems = await configuration.LoadAsync(cancel);
        configuration.Watch();
        return problems;
    }

    private IReadOnlyList<Diagnostic> Problems() =>
        _late?.Reason is { } reason ? [new Diagnostic("spool", reason)] : _configuration?.Problems ?? [];

    private static DeliveryService CreateDelivery(EventSpool spool, DeliveryOptions options)
    {
        try
        {
            return new DeliveryService(spool, options);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"dead letters cannot be kept in {options.Folder}: {e.Message}", e);
        }
    }

    private DeliveryOptions Options(ExportWatch watch) => new()
    {
        Folder = Path.Combine(_context.Data, "sinks"),
        Time = _time,
        Logs = _context.Loggers,
        HostName = Environment.MachineName,
        Version = _context.Version,
        Notify = watch.Tell,
    };

    private void SendMetrics()
    {
        MetricPlan plan = _plan;
        long now = _time.GetTimestamp();
        bool isDue = _lastRound is not { } last || _time.GetElapsedTime(last, now) + (MetricTick / 2) >= plan.Interval;
        if (plan.IsEmpty || !isDue || _delivery is not { TakesMetrics: true } delivery)
        {
            return;
        }

        // A clock that is set back must not give a series a time twice.
        _lastRound = now;
        _lastRoundMs = Math.Max(_lastRoundMs + 1, _time.GetUtcNow().ToUnixTimeMilliseconds());
        if (new MetricRound(_context.Engine, plan).Collect(_lastRoundMs) is { Count: > 0 } points)
        {
            delivery.Post(points);
        }
    }

    private void Post(bool isWanted, WeirEvent item)
    {
        if (isWanted)
        {
            _spool.TryPost(item);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sinks cannot be configured: {Problems}")]
    private static partial void LogUnconfigured(ILogger logger, string problems);

    [LoggerMessage(Level = LogLevel.Error, Message = "Export does not work: {Reason}; everything else runs, and it is tried again every few seconds")]
    private static partial void LogBroken(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Events are kept again; {Refused} were not taken before")]
    private static partial void LogMended(ILogger log, long refused);
}
