using System.Text;
using System.Text.Json;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Thresholds;
using Weir.Scripting.Bgp;
using Weir.Scripting.Events;
using Weir.Testing;

namespace Weir.Scripting.Tests;

/// <summary>A script host with real Node.js processes over a temporary directory.</summary>
internal sealed class ScriptLab : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("weir-lab-");
    private readonly Dictionary<string, string> _properties = [];
    private readonly List<string> _files = [];

    public ScriptLab(bool isReplay = false)
    {
        Engine = new AnalyticsEngine(new AnalyticsOptions { ReplayClock = isReplay }, TimeProvider.System, Log);
        Options = new ScriptOptions { HomeDirectory = Root, WorkingDirectory = Root, Properties = _properties };
    }

    public string Root => _root.FullName;

    public LogRecorder Log { get; } = new();

    public AnalyticsEngine Engine { get; }

    public ScriptOptions Options { get; }

    public ScriptManager Manager { get; private set; } = null!;

    public ScriptStatus Only => Manager.Scripts[0];

    /// <summary>Writes a script of <c>script.file</c>.</summary>
    public ScriptLab Script(string name, string source)
    {
        Write(name, source);
        _files.Add(name);
        return this;
    }

    /// <summary>Writes a script of an app.</summary>
    public ScriptLab App(string app, string name, string source)
    {
        Write(Path.Combine("app", app, "scripts", name), source);
        return this;
    }

    public ScriptLab Property(string name, string value)
    {
        _properties[name] = value;
        return this;
    }

    public string Write(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<ScriptLab> StartAsync(IBgpService? bgp = null, IEventService? events = null)
    {
        Options.Files = [.. _files];
        Manager = new ScriptManager(Options, Engine, Log, bgp, events: events);
        await Manager.StartAsync(TestContext.Current.CancellationToken);
        await Manager.WhenLoaded.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Stops the scripts and starts them again, as a restart of the server does.</summary>
    public async Task RestartAsync()
    {
        await Manager.DisposeAsync();
        await StartAsync();
    }

    public Task<ScriptResponse> AskAsync(string path, string method = "GET", string? body = null, string? type = null)
    {
        string[] parts = path.Split('?')[0].Split('/');
        Dictionary<string, IReadOnlyList<string>> query = path.Contains('?', StringComparison.Ordinal)
            ? path.Split('?')[1].Split('&').Select(p => p.Split('=')).GroupBy(p => p[0], p => p[1]).ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g])
            : [];
        return Manager.HandleAsync(
            new ScriptRequest
            {
                Script = parts[0],
                Method = method,
                Path = parts[1..^1],
                Format = parts[^1],
                Query = query,
                Url = "/script/" + path,
                Body = body,
                ContentType = type ?? (body is null ? null : "application/json"),
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>JSON that a script answers.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        ScriptResponse response = await AskAsync(path);
        Assert.True(response.Status == 200, $"{path}: {response.Status} {Encoding.UTF8.GetString(response.Body.Span)}\n{string.Join('\n', Log.Lines)}");
        return JsonSerializer.Deserialize<JsonElement>(response.Body.Span);
    }

    /// <summary>Loads a script whose expression is evaluated and returned as JSON.</summary>
    public static async Task<JsonElement> EvaluateAsync(string source, string result)
    {
        await using ScriptLab lab = await new ScriptLab().Script("t.js", $"{source}\nsetHttpHandler(function() {{ return [{result}]; }});").StartAsync();
        return (await lab.JsonAsync("t.js/json"))[0];
    }

    public void Offer(FlowRecord record) => Manager.OnRecord(record);

    public void Offer(ThresholdEvent crossed) => Manager.OnEvent(crossed);

    public static FlowRecord Record(string name, string keys, long id = 1) => new()
    {
        FlowId = id,
        Name = name,
        FlowKeys = keys,
        Value = 1,
        Start = 1_000,
        End = 2_000,
        Agent = "10.0.0.1",
        DataSource = "3",
    };

    public Task UntilLogAsync(string part) => UntilAsync(() => Log.Has(part), $"log line with '{part}'");

    public async Task UntilAsync(Func<bool> holds, string what)
    {
        bool held = await Condition.HoldsAsync(holds, TestContext.Current.CancellationToken);
        Assert.True(held, $"{what} never came. Log:\n{string.Join('\n', Log.Lines)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Manager is not null)
        {
            await Manager.DisposeAsync();
        }

        Engine.Dispose();
        _root.Delete(recursive: true);
    }
}
