using System.ComponentModel;
using System.Text.Json;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Scripting.Calls;
using Weir.Scripting.Network;

namespace Weir.Scripting.Hosting;

/// <summary>
/// Keeps one script running: starts its process, starts it again after a pause that doubles from 1 s to 60 s when it ends
/// unexpectedly, and gives up only when the script cannot be loaded. Flows and thresholds that a script defined stay.
/// </summary>
internal sealed class ScriptHost : IScriptOwner, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);

    private readonly ScriptServices _services;
    private readonly ScriptCalls _calls;
    private readonly ScriptDeliveries _deliveries;
    private readonly ScriptExchange _exchange;
    private readonly ScriptOutput _output;
    private readonly AsyncHttpLane _http;
    private readonly ITimer _interval;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _inspect;
    private ScriptMetadata _metadata = ScriptMetadata.Read(TextReader.Null);
    private volatile HandlerSet _handlers = HandlerSet.None; // Shared: written by the call thread, read by the dispatcher.
    private volatile ScriptProcess? _process;
    private volatile string? _error;
    private volatile ScriptState _state = ScriptState.Starting;
    private string? _failure; // Written by the call thread before the process ends.
    private long _restarts;
    private long _queueFullTold;

    public ScriptHost(ScriptFile file, ScriptServices services, string? inspect)
    {
        File = file;
        Token = Guid.NewGuid().ToString("N");
        _services = services;
        _inspect = inspect;
        ScriptOptions options = services.Options;
        _deliveries = new ScriptDeliveries(options.QueueCapacity);
        _exchange = new ScriptExchange(options.RequestCapacity, options.RequestTimeout, services.Time);
        _output = new ScriptOutput(file.Id, services.Logger, services.Time, options.LogLinesPerSecond);
        _http = new AsyncHttpLane(services.Http, DeliverAnswer);
        _calls = new ScriptCalls(file, services, Token, NeighborChanged);
        _interval = services.Time.CreateTimer(_ => _deliveries.Tick(NowMs), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public ScriptFile File { get; }

    /// <summary>Names this script in requests it makes to this server.</summary>
    public string Token { get; }

    /// <summary>Done when the top level ran for the first time, or never will.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>True when nothing waits for the script.</summary>
    public bool IsIdle => _deliveries.IsIdle || _state is ScriptState.Failed or ScriptState.Stopped;

    private long NowMs => _services.Engine.Options.ReplayClock ? _services.Engine.NowMs : _services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs the script until <paramref name="stop"/> is cancelled or it turns out that it cannot run.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            TimeSpan pause = FirstPause;
            while (!stop.IsCancellationRequested && CanStart())
            {
                long began = _services.Time.GetTimestamp();
                ScriptEnd end = await TryRunAsync(stop);
                _loaded.TrySetResult();
                if (stop.IsCancellationRequested || end.ExitCode == ScriptEnd.LoadFailed)
                {
                    break;
                }

                pause = _services.Time.GetElapsedTime(began) >= Healthy ? FirstPause : pause;
                _error = end.Reason;
                _state = ScriptState.Restarting;
                Interlocked.Increment(ref _restarts);
                _services.Logger.Restarting(File.Id, end.Reason, pause.TotalSeconds);
                await Task.Delay(pause, _services.Time, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped during the pause.
        }
        catch (Exception e)
        {
            Fail(Explain(e));
        }
        finally
        {
            _state = _state == ScriptState.Failed ? ScriptState.Failed : ScriptState.Stopped;
            _loaded.TrySetResult();
        }
    }

    /// <summary>Queues a flow record when the script wants it. Never waits.</summary>
    public void Offer(FlowRecord record)
    {
        if (_handlers.Flows?.Wants(record.Name) == true)
        {
            Queued(_deliveries.Records.TryAdd(record), "flow records");
        }
    }

    /// <summary>Queues an event when the script wants it. Never waits.</summary>
    public void Offer(ThresholdEvent crossed)
    {
        if (_handlers.Events?.Wants(crossed.ThresholdId) == true)
        {
            Queued(_deliveries.Events.TryAdd(crossed), "events");
        }
    }

    /// <summary>Lets the script answer a request.</summary>
    public async Task<ScriptResponse> HandleAsync(ScriptRequest request, CancellationToken cancel)
    {
        if (_state is not (ScriptState.Running or ScriptState.Starting))
        {
            return ScriptResponse.Text(503, "the script is not running");
        }

        if (!_handlers.Http)
        {
            return ScriptResponse.Text(404, "the script has no HTTP handler");
        }

        // A request the script makes to itself reaches it inside its own call: it cannot take any other until that returns.
        bool isOwn = request.Headers.TryGetValue(ScriptManager.CallerHeader, out string? caller) && caller == Token;
        ScriptProcess? process = _process;
        return await _exchange.AskAsync(
            request,
            message => isOwn && process?.TryNest(message) == true ? static () => { } : _deliveries.Send(_deliveries.Generation, 'H', message) is { } sent ? sent.Withdraw : null,
            cancel);
    }

    /// <summary>The script's state for people.</summary>
    public ScriptStatus Status() => new()
    {
        Name = File.Name,
        App = File.App,
        Author = _metadata["author"],
        Version = _metadata["version"],
        Date = _metadata["date"],
        Description = _metadata["description"],
        Copyright = _metadata["copyright"],
        State = JsonNamingPolicy.CamelCase.ConvertName(_state.ToString()),
        Error = _error,
        Restarts = Interlocked.Read(ref _restarts),
        Handlers = _handlers.Names,
        Counters = new ScriptCounters
        {
            RecordsQueued = _deliveries.Records.Count,
            RecordsHandled = _deliveries.Records.Handled,
            RecordsDropped = _deliveries.Records.Dropped,
            EventsQueued = _deliveries.Events.Count,
            EventsHandled = _deliveries.Events.Handled,
            EventsDropped = _deliveries.Events.Dropped,
            Requests = _exchange.Total,
            RequestsRefused = _exchange.Refused,
            RequestsTimedOut = _exchange.TimedOut,
            TicksSkipped = _deliveries.TicksSkipped,
            Calls = _calls.Total,
            CallsThrottled = _calls.Throttled,
            HttpRefused = _http.Refused,
            LogLinesDropped = _output.Dropped,
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _interval.DisposeAsync();
        _http.Dispose();
    }

    ReadOnlyMemory<byte> IScriptOwner.Answer(ReadOnlyMemory<byte> call, FrameBuffer reply, Func<Action<ReadOnlyMemory<byte>>> promise, CancellationToken ended) =>
        _calls.Answer(call, reply, promise, ended);

    void IScriptOwner.Responded(ReadOnlyMemory<byte> response) => _exchange.Answered(response.Span);

    void IScriptOwner.Notified(ReadOnlyMemory<byte> notification)
    {
        using JsonDocument document = JsonDocument.Parse(notification);
        CallArguments arguments = new(document.RootElement);
        switch (document.RootElement[0].GetString())
        {
            case "done":
                _deliveries.Acknowledge(arguments.Text(0) ?? "", (int)(arguments.Number(1) ?? 0));
                break;
            case "log":
                _output.Write(arguments.Text(0) ?? "info", arguments.Text(1) ?? "");
                break;
            case "handler":
                SetHandler(arguments);
                break;
            case "httpAsync":
                _ = _http.StartAsync((long)(arguments.Number(0) ?? 0), HttpCall.Read(arguments[1]), Token, _deliveries.Generation, _process?.Ended ?? default);
                break;
            case "hello":
                _services.Logger.Started(File.Id, arguments.Text(0) ?? "");
                break;
            case "loaded":
                _state = ScriptState.Running;
                _loaded.TrySetResult();
                break;
            case "failed":
                _failure = Describe(arguments[0]);
                break;
            default:
                break; // A newer JavaScript half may say more than we know.
        }
    }

    private bool CanStart()
    {
        if (!System.IO.File.Exists(File.Path))
        {
            _services.Logger.FileMissing(File.Id, File.Path);
            _error = $"there is no file {File.Path}";
            _state = ScriptState.Failed;
            return false;
        }

        return true;
    }

    // A script that ran is not given up for a start that fails: descriptors, processes or room on the disk may be short just now, or Node.js
    // is being replaced.
    private async Task<ScriptEnd> TryRunAsync(CancellationToken stop)
    {
        try
        {
            return await RunOnceAsync(stop);
        }
        catch (Exception e) when (_loaded.Task.IsCompleted && e is not OperationCanceledException)
        {
            return new ScriptEnd(ScriptEnd.NotStarted, Explain(e));
        }
    }

    private string Explain(Exception problem) => problem is Win32Exception
        ? $"cannot run {_services.Options.NodePath} (scripts need Node.js 18 or later): {problem.Message}"
        : $"cannot be run: {problem.Message}";

    private async Task<ScriptEnd> RunOnceAsync(CancellationToken stop)
    {
        using (StreamReader source = new(File.Path))
        {
            _metadata = ScriptMetadata.Read(source);
        }

        _state = ScriptState.Starting;
        await using ScriptProcess process = new(File, _services.Options, _deliveries, _output, this, _services.Time);
        _process = process;
        try
        {
            ScriptEnd end = await process.RunAsync(_metadata.WrapGlobals, _inspect, stop);
            if (end.ExitCode == ScriptEnd.LoadFailed)
            {
                Fail(_failure ?? end.Reason);
            }

            return end;
        }
        finally
        {
            _process = null;
            _handlers = HandlerSet.None;
            _interval.Change(System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
            _deliveries.Reset();
            _exchange.Abandon();
        }
    }

    private void Fail(string problem)
    {
        _services.Logger.Failed(File.Id, problem);
        _error = problem;
        _state = ScriptState.Failed;
    }

    private void Queued(bool added, string kind)
    {
        if (added)
        {
            _deliveries.Wake();
            return;
        }

        // Once a minute is enough to notice; the counters tell the rest.
        long minute = _services.Time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (Interlocked.Exchange(ref _queueFullTold, minute) != minute)
        {
            _services.Logger.QueueFull(File.Id, kind);
        }
    }

    private void SetHandler(CallArguments arguments)
    {
        bool isSet = arguments.Flag(1);
        HandlerFilter? filter = isSet ? new HandlerFilter(arguments.List(2)) : null;
        switch (arguments.Text(0))
        {
            case "event":
                _handlers = _handlers with { Events = filter };
                break;
            case "flow":
                _handlers = _handlers with { Flows = filter };
                break;
            case "http":
                _handlers = _handlers with { Http = isSet };
                break;
            default:
                double seconds = Math.Clamp(arguments.Number(2) ?? 1, 0.01, 2_000_000);
                TimeSpan period = isSet ? TimeSpan.FromSeconds(seconds) : System.Threading.Timeout.InfiniteTimeSpan;
                _handlers = _handlers with { Interval = isSet ? seconds : null };
                _interval.Change(period, period);
                break;
        }
    }

    private void DeliverAnswer(long id, HttpOutcome outcome, int generation) => _deliveries.TrySend(
        generation,
        'A',
        JsonSerializer.SerializeToUtf8Bytes(new { id, ok = outcome.IsSuccess, response = outcome }, WeirJson.Options));

    private void NeighborChanged(string router, bool isUp) => _deliveries.TrySend(
        _deliveries.Generation,
        'B',
        JsonSerializer.SerializeToUtf8Bytes(new { router, state = isUp ? "open" : "close" }, WeirJson.Options));

    private static string Describe(JsonElement place) =>
        place.TryGetProperty("file", out JsonElement file)
            ? $"{file.GetString()}:{place.GetProperty("line").GetInt32()}: {place.GetProperty("message").GetString()}"
            : place.GetProperty("message").GetString() ?? "";
}
