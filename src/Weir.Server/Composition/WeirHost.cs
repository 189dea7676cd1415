using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Export.Sinks;
using Weir.Ingest;
using Weir.Ingest.Captures;
using Weir.Ingest.Forwarding;
using Weir.Ingest.Names;
using Weir.Ingest.Udp;
using Weir.Scripting;
using Weir.Server.Composition.Bgp;
using Weir.Server.Composition.Export;
using Weir.Server.Configuration;
using Weir.Server.Logging;
using Weir.Server.Verbs;
using Weir.Web;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>A running Weir: engine, receiver or capture, HTTP, scripts; started and stopped in order.</summary>
/// <remarks>
/// Start: engine, delivery, sFlow, BGP, HTTP, scripts, then the capture if one is played. Stop: the reverse, but BGP goes behind HTTP, so that
/// routers keep what was announced for as long as anybody could still change it, and delivery goes last, so that it hears of everything.
/// </remarks>
public sealed partial class WeirHost : IAsyncDisposable
{
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(2);

    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly CapturePlay? _play;
    private readonly CancellationTokenSource _stop = new();
    private JsonLinesFile? _events;
    private JsonLinesFile? _records;
    private ExportPart? _export;
    private AuditLog? _audit;
    private BgpPart? _bgp;
    private IpfixFeed? _ipfix;
    private UdpReceiver? _receiver;
    private DatagramForwarder? _forwarder;
    private ReverseResolver? _resolver;
    private WeirWeb? _web;
    private WeirWebHost? _http;
    private ScriptManager? _scripts;
    private Task<ReplayResult>? _played;

    private WeirHost(ILoggerFactory loggers, AnalyticsEngine engine, CapturePlay? play)
    {
        _loggers = loggers;
        _log = loggers.CreateLogger("weir");
        Engine = engine;
        _play = play;
    }

    /// <summary>Version text, as <c>GET /version</c> and scripts see it: <c>major.minor-build</c>, the form their authors know.</summary>
    public static string Version { get; } = typeof(WeirHost).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}-{v.Build}" : "0.0-0";

    /// <summary>The engine.</summary>
    public AnalyticsEngine Engine { get; }

    /// <summary>Lines written to the events file; null without one.</summary>
    public long? EventsWritten => _events?.Count;

    /// <summary>Lines written to the records file; null without one.</summary>
    public long? RecordsWritten => _records?.Count;

    /// <summary>Starts everything.</summary>
    /// <exception cref="VerbException">Something cannot be started; nothing is left running.</exception>
    /// <exception cref="PropertyException">A property is wrong.</exception>
    public static async Task<WeirHost> StartAsync(VerbContext context, CapturePlay? play, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropertySet properties = context.Properties;
        ILoggerFactory loggers = WeirLogging.Create();
        AnalyticsOptions options = EngineProperties.Analytics(properties, play is not null);
        options.Lookups = LookupProperties.Databases(properties, context.Home);
        AnalyticsEngine engine = new(options, TimeProvider.System, loggers.CreateLogger("engine"));
        WeirHost host = new(loggers, engine, play);
        try
        {
            host.LogStarting(Version);
            foreach (string doubt in PropertyNames.Doubts(properties.Keys, SinkTypes.All.Select(type => type.Name)))
            {
                host.LogDoubt(doubt);
            }

            await host.StartPartsAsync(context, cancel);
            return host;
        }
        catch (Exception e) when (e is IngestException or InvalidOperationException or IOException)
        {
            await host.DisposeAsync();
            throw new VerbException(e.Message);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the capture has been played to its end and everything it produced was handed on.</summary>
    public async Task<ReplayResult> PlayedAsync(CancellationToken cancel)
    {
        try
        {
            return await (_played ?? throw new InvalidOperationException("No capture is played.")).WaitAsync(cancel);
        }
        catch (IngestException e)
        {
            throw new VerbException(e.Message);
        }
    }

    /// <summary>Completes on <paramref name="cancel"/>, or with an error when the capture that is played turns out to be bad.</summary>
    public async Task WaitForStopAsync(CancellationToken cancel)
    {
        try
        {
            if (_played is not null)
            {
                ReplayResult result = await PlayedAsync(cancel);
                LogPlayed(_play!.Path, result.Datagrams);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }
        catch (OperationCanceledException)
        {
            LogStopping();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_played is not null)
        {
            await Task.WhenAny(_played);
        }

        _receiver?.Dispose();
        _forwarder?.Dispose();
        _resolver?.Dispose();
        await SettleAsync();
        if (_scripts is not null)
        {
            await _scripts.DisposeAsync();
        }

        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        _web?.Dispose();
        if (_bgp is not null)
        {
            await _bgp.DisposeAsync();
        }

        if (_audit is not null)
        {
            await _audit.DisposeAsync();
        }

        if (_export is not null)
        {
            await _export.DisposeAsync();
        }

        if (_ipfix is not null)
        {
            await _ipfix.DisposeAsync();
        }

        Engine.Dispose();
        _events?.Dispose();
        _records?.Dispose();
        _stop.Dispose();
        _loggers.Dispose();
    }

    private async Task StartPartsAsync(VerbContext context, CancellationToken cancel)
    {
        OpenFiles();
        _ipfix = new IpfixFeed(Engine, TimeProvider.System);
        OpenLookups(context.Properties);
        ServerStatus status = new(() => _receiver, () => _http, () => _scripts, () => _bgp?.Speaker.EndPoints ?? [], () => _export?.Problem);
        List<Diagnostic> problems = [];
        ScriptOptions scripts = ScriptOptions.FromProperties(context.Properties, problems);
        WebOptions options = WebOptions.FromProperties(context.Properties.TextOrNull, problems);
        problems.AddRange(scripts.Validate());
        if (problems.Count > 0)
        {
            throw new PropertyException(string.Join("; ", problems.Distinct()));
        }

        string data = Path.GetFullPath(context.Properties.Text("weir.data", "data"), context.Home);
        _export = await StartExportAsync(context, data, cancel);
        if (_play is null)
        {
            StartReceiver(EngineProperties.Receiver(context.Properties));
        }
        else
        {
            LogPlaying(_play.Path);
        }

        scripts.HomeDirectory = context.Home;
        scripts.Version = Version;
        scripts.StoreDirectory = Path.GetFullPath(context.Properties.TextOrNull("script.store") ?? Path.Combine(data, "store"), context.Home);
        AuditLog audit = _audit = new(data, _loggers.CreateLogger("audit")) { Noted = entry => _export?.Note(entry) };
        BgpReports? bgp = await StartBgpAsync(BgpSettings.Read(context.Properties), audit);
        ForwardingPart? forwarding = _forwarder is null ? null : new(_forwarder);
        _scripts = new ScriptManager(scripts, Engine, _loggers, _bgp is null ? null : new BgpService(_bgp, "weir"), forwarding, events: _export.ScriptEvents);
        ScriptGateway gateway = new(_scripts, Path.Combine(context.Home, "app"));
        _web = new WeirWeb(options, new WebServices
        {
            Engine = Engine,
            Version = Version,
            Logger = _loggers.CreateLogger("web"),
            Scripts = gateway,
            Status = status,
            Bgp = bgp,
            Forwarding = forwarding,
            Events = _export.Events,
            Sinks = _export.Sinks,
            Changed = _play is null ? change => audit.Note(EntryOf(change)) : null,
            MetricSources = [new ReceiverMetrics(() => _receiver), new ScriptMetrics(_scripts), new LookupMetrics(Engine, () => _resolver), _export.Metrics, new AuditMetrics(audit), _ipfix, .. ((IMetricSource?[])[bgp, forwarding]).OfType<IMetricSource>()],
        });
        _http = await WeirWebHost.StartAsync(_web, options, _loggers, cancel);
        scripts.ServerAddress = _http.Endpoints[0];
        scripts.AnalyzerExtras = _web.Analyzer;
        await _scripts.StartAsync(cancel);
        _export.Started(() => _scripts.Scripts, () => status.DatagramsDiscarded);
        if (_play is not null)
        {
            _played = PlayAsync(_play);
        }
    }

    private static AuditEntry EntryOf(RestChange change) =>
        new(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), change.Who, change.Method, change.Target, "done");

    private Task<ExportPart> StartExportAsync(VerbContext context, string data, CancellationToken cancel) => ExportPart.StartAsync(
        new ExportContext
        {
            Settings = ExportSettings.Read(context.Properties, isReplay: _play is not null),
            Properties = context.Properties,
            Home = context.Home,
            Data = data,
            Engine = Engine,
            Loggers = _loggers,
            Version = Version,
        },
        cancel);

    // What the engine reported until now still reaches scripts and sinks.
    private async Task SettleAsync()
    {
        using CancellationTokenSource limit = new(SettlePatience);
        try
        {
            await Engine.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogUnsettled();
        }
    }

    private async Task<BgpReports?> StartBgpAsync(BgpSettings? settings, AuditLog audit)
    {
        if (settings is null)
        {
            return null;
        }

        _bgp = await BgpPart.StartAsync(settings, Engine, audit, _loggers.CreateLogger("bgp"));
        return new BgpReports(_bgp);
    }

    private void OpenFiles()
    {
        if (_play?.EventsFile is { } events)
        {
            _events = new JsonLinesFile(events);
            Engine.ThresholdCrossed += e => _events.Write(e);
        }

        if (_play?.RecordsFile is { } records)
        {
            _records = new JsonLinesFile(records);
            Engine.FlowRecorded += r => _records.Write(r);
        }
    }

    private void OpenLookups(PropertySet properties)
    {
        if (Engine.Databases.Load() is { Count: > 0 } problems)
        {
            throw new PropertyException(string.Join("; ", problems.Select(static problem => $"property {problem}")));
        }

        Engine.Databases.Watch(TimeProvider.System);
        if (LookupProperties.Resolver(properties) is { } options)
        {
            _resolver = new ReverseResolver(options, Engine.Names, TimeProvider.System, _loggers.CreateLogger("dns"));
            _resolver.Start();
            Engine.Names.UseResolver(_resolver);
        }
    }

    private void StartReceiver(UdpReceiverOptions options)
    {
        DatagramForwarder forwarder = _forwarder = new(() => _receiver?.LocalEndPoint);
        IReadOnlyList<IDatagramSink> sinks = [.. ShardSink.ForAll(Engine).Select(sink => new ForwardingSink(sink, forwarder))];
        _receiver = new UdpReceiver(options, sinks, TimeProvider.System, _loggers.CreateLogger("ingest"));
        _receiver.Start();
        LogListening(_receiver.LocalEndPoint!.Port);
    }

    private async Task<ReplayResult> PlayAsync(CapturePlay play)
    {
        // Definitions come from scripts: the first datagram waits until they have been made.
        await _scripts!.WhenLoaded.WaitAsync(_stop.Token);
        ReplayOptions options = new()
        {
            Speed = play.Speed,
            Loop = play.Loop,
            Drain = play.EndFlows ? ReplayOptions.DrainToEndFlows : TimeSpan.Zero,
            Settle = Engine.FlushAsync,
        };
        CaptureReplay replay = new(play.Path, options, new ShardSink(Engine.Shards[0]), TimeProvider.System, play.Progress);
        ReplayResult result = await Task.Run(() => replay.RunAsync(_stop.Token), _stop.Token);
        await Engine.FlushAsync(_stop.Token);
        return result;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting Weir {Version}")]
    private partial void LogStarting(string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Doubt}")]
    private partial void LogDoubt(string doubt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening, sFlow port {Port}")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Playing {Path}, not listening for sFlow")]
    private partial void LogPlaying(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Played {Path} to its end: {Datagrams} datagrams")]
    private partial void LogPlayed(string path, long datagrams);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some of what the engine reported last is lost: a handler does not come back")]
    private partial void LogUnsettled();

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping")]
    private partial void LogStopping();
}
