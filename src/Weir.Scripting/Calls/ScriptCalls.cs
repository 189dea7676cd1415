using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Scripting.Hosting;
using Weir.Scripting.Network;
using Weir.Scripting.Stores;

namespace Weir.Scripting.Calls;

/// <summary>Answers the API calls of one script. Too many calls a second are answered late, which slows that script only.</summary>
internal sealed class ScriptCalls
{
    private const int MaxDepth = 64; // As in REST; the list of arguments is one level of it.

    private readonly CallTable _table = new();
    private readonly string _script;
    private readonly ILogger _logger;
    private readonly TokenBucket _budget;
    private long _total;
    private long _throttled;

    /// <summary>Puts the table of calls together.</summary>
    /// <param name="file">The script.</param>
    /// <param name="services">What all scripts use.</param>
    /// <param name="caller">Names the script to this server's HTTP.</param>
    /// <param name="neighborChanged">Told when a BGP session of the script comes or goes.</param>
    public ScriptCalls(ScriptFile file, ScriptServices services, string caller, Action<string, bool> neighborChanged)
    {
        ScriptOptions options = services.Options;
        _script = file.Id;
        _logger = services.Logger;
        _budget = new TokenBucket(services.Time, options.CallsPerSecond, 2);
        new FlowCalls(services.Engine).AddTo(_table);
        new MetricCalls(services.Engine).AddTo(_table);
        new TopologyCalls(services.Engine).AddTo(_table);
        new BaselineCalls().AddTo(_table);
        new SystemCalls(services.Engine, options, services.Forwarding).AddTo(_table);
        new BgpCalls(services.Bgp.For(file.Id), neighborChanged).AddTo(_table);
        new EventCalls(services.Events, file.Service).AddTo(_table);
        string store = Path.GetFullPath(options.StoreDirectory, options.WorkingDirectory);
        new StoreCalls(new ScriptStore(store, file.Id), services.SharedOf(file.App)).AddTo(_table);
        new NetworkCalls(services.Http, new SyslogSender(options, services.Time), new GraphiteSender(options, services.Time), caller).AddTo(_table);
    }

    public long Total => Interlocked.Read(ref _total);

    public long Throttled => Interlocked.Read(ref _throttled);

    /// <summary>Answers one call; see <see cref="IScriptOwner.Answer"/>.</summary>
    public ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> call, FrameBuffer reply, Func<Action<ReadOnlyMemory<byte>>> promise, CancellationToken ended)
    {
        Throttle(ended);
        Interlocked.Increment(ref _total);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(call, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            // The host writes whole JSON: all that can be wrong with it is its depth.
            reply.Start('e').WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"what was given is nested deeper than {MaxDepth - 1} levels"));
            return reply.Finish();
        }

        using (document)
        {
            return Answer(document, reply, promise, ended);
        }
    }

    private ReadOnlyMemory<byte> Answer(JsonDocument document, FrameBuffer reply, Func<Action<ReadOnlyMemory<byte>>> promise, CancellationToken ended)
    {
        string name = document.RootElement[0].GetString() ?? "";
        CallArguments arguments = new(document.RootElement);
        if (_table.IsLater(name))
        {
            // Promised before it begins: what it begins may reach this very script before it returns. It catches everything.
            _ = AnswerLaterAsync(name, arguments, promise(), ended);
            return default;
        }

        try
        {
            Write(reply, _table.Invoke(name, arguments, ended));
        }
        catch (Exception e)
        {
            WriteError(reply, name, e);
        }

        return reply.Finish();
    }

    private async Task AnswerLaterAsync(string name, CallArguments arguments, Action<ReadOnlyMemory<byte>> later, CancellationToken ended)
    {
        using FrameBuffer reply = new();
        try
        {
            Write(reply, await _table.InvokeAsync(name, arguments, ended));
        }
        catch (Exception e)
        {
            WriteError(reply, name, e);
        }

        later(reply.Finish());
    }

    private void WriteError(FrameBuffer reply, string name, Exception problem)
    {
        bool isExpected = problem is CallException or DefinitionException;
        if (!isExpected)
        {
            _logger.CallFailed(_script, name, problem);
        }

        reply.Start('e').WriteStringValue(isExpected ? problem.Message : $"{name}: internal error: {problem.Message}");
    }

    private void Throttle(CancellationToken ended)
    {
        TimeSpan wait = _budget.Take();
        if (wait > TimeSpan.Zero)
        {
            Interlocked.Increment(ref _throttled);
            ended.WaitHandle.WaitOne(wait);
        }
    }

    private static void Write(FrameBuffer reply, object? result)
    {
        Utf8JsonWriter writer = reply.Start('v');
        if (result is RawJson json)
        {
            writer.WriteRawValue(json.Utf8.Span, skipInputValidation: true);
        }
        else if (result is null)
        {
            writer.WriteNullValue();
        }
        else if (result != CallResult.Nothing)
        {
            JsonSerializer.Serialize(writer, result, result.GetType(), WeirJson.Options);
        }
    }
}
