using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Scripting.Bgp;
using Weir.Scripting.Calls;
using Weir.Scripting.Events;
using Weir.Scripting.Forwarding;
using Weir.Scripting.Hosting;
using Weir.Scripting.Network;

namespace Weir.Scripting;

/// <summary>Runs all scripts: finds them, starts them, hands them events and flow records, and lets them answer HTTP requests.</summary>
/// <remarks>
/// Each script is a Node.js process of its own. A script that is slow, stuck, too large or wrong costs itself, nobody else:
/// everything that waits for it is bounded and dropped with a count. Safe to call from any thread.
/// </remarks>
public sealed class ScriptManager : IAsyncDisposable
{
    /// <summary>Request header by which a script's requests to this server name their sender; lower case, as in <see cref="ScriptRequest.Headers"/>.</summary>
    public const string CallerHeader = "x-weir-script";

    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(5);

    private readonly ScriptServices _services;
    private readonly CancellationTokenSource _stop = new(); // Without a timer there is nothing of it to dispose.
    private ScriptHost[] _hosts = []; // Set once by StartAsync.
    private Task[] _runs = [];

    /// <summary>Makes an idle manager.</summary>
    /// <param name="options">Settings, validated.</param>
    /// <param name="engine">Engine that scripts query and configure.</param>
    /// <param name="loggers">Where log lines go.</param>
    /// <param name="bgp">The BGP side; null when BGP is off.</param>
    /// <param name="forwarding">Forwarding of datagrams; null when there is none.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="events">Takes the events that scripts make; null where none are kept.</param>
    public ScriptManager(ScriptOptions options, AnalyticsEngine engine, ILoggerFactory loggers, IBgpService? bgp = null, IForwardingService? forwarding = null, TimeProvider? time = null, IEventService? events = null)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        ILogger logger = loggers.CreateLogger<ScriptManager>();
        _services = new ScriptServices
        {
            Options = options,
            Engine = engine,
            Logger = logger,
            Bgp = bgp ?? new BgpOff(logger),
            Forwarding = forwarding ?? new ForwardingOff(logger),
            Events = events ?? new EventsOff(logger),
            Http = new HttpGateway(options),
            Time = time ?? TimeProvider.System,
        };
    }

    /// <summary>Done when the top level of every script ran, or failed to.</summary>
    public Task WhenLoaded => Task.WhenAll(_hosts.Select(h => h.Loaded));

    /// <summary>State of all scripts.</summary>
    public IReadOnlyList<ScriptStatus> Scripts => [.. _hosts.Select(h => h.Status())];

    /// <summary>Finds the scripts and starts them. Returns at once; see <see cref="WhenLoaded"/>.</summary>
    public Task StartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        IReadOnlyList<ScriptFile> files = ScriptFile.FindAll(_services.Options);
        _hosts = [.. files.Select((file, i) => new ScriptHost(file, _services, InspectAddress(i)))];
        foreach (IGrouping<string, ScriptHost> twins in _hosts.GroupBy(h => h.File.Id).Where(g => g.Skip(1).Any()))
        {
            _services.Logger.NameTaken(twins.Key);
        }

        _services.Engine.FlowRecorded += OnRecord;
        _services.Engine.ThresholdCrossed += OnEvent;
        _runs = [.. _hosts.Select(h => h.RunAsync(_stop.Token))];
        return Task.CompletedTask;
    }

    /// <summary>State of the scripts of one app, or of <c>script.file</c>.</summary>
    /// <param name="app">The app; null for the scripts of <c>script.file</c>.</param>
    public IReadOnlyList<ScriptStatus> ScriptsOf(string? app) => [.. Scripts.Where(s => s.App == app)];

    /// <summary>Lets a script answer a request.</summary>
    /// <returns>What the script says; 404 when there is no such script or it has no handler; 503 when it does not answer in time.</returns>
    public Task<ScriptResponse> HandleAsync(ScriptRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        string id = request.App is null ? request.Script : $"{request.App}~{request.Script}";
        ScriptHost? host = Array.Find(_hosts, h => h.File.Id == id);
        return host?.HandleAsync(request, cancel) ?? Task.FromResult(ScriptResponse.Text(404, "there is no such script"));
    }

    /// <summary>Waits until the scripts are done with everything they were sent (end of a replay, tests).</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(IdlePoll, _services.Time);
        while (!Array.TrueForAll(_hosts, h => h.IsIdle))
        {
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Ends all scripts: asks first, kills after one second.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _services.Engine.FlowRecorded -= OnRecord;
        _services.Engine.ThresholdCrossed -= OnEvent;
        await _stop.CancelAsync();
        await Task.WhenAll(_runs);
        foreach (ScriptHost host in _hosts)
        {
            await host.DisposeAsync();
        }

        _services.Dispose();
    }

    internal void OnRecord(FlowRecord record)
    {
        foreach (ScriptHost host in _hosts)
        {
            host.Offer(record);
        }
    }

    internal void OnEvent(ThresholdEvent crossed)
    {
        foreach (ScriptHost host in _hosts)
        {
            host.Offer(crossed);
        }
    }

    // Each script gets a port of its own.
    private string? InspectAddress(int index)
    {
        if (_services.Options.Inspect is not string address)
        {
            return null;
        }

        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "127.0.0.1" : address[..colon];
        int port = int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{host}:{port + index}");
    }
}
