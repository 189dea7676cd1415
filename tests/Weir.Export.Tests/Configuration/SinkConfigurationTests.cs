using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Tests.Delivery;

namespace Weir.Export.Tests.Configuration;

public class SinkConfigurationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_FileAndProperties_RunTogether()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench, ("weir.scripted.url", "http://x"));
        await WriteAsync(bench, "sinks:\n  a: {type: scripted}\n");
        Assert.Empty(await configuration.LoadAsync(Cancel));
        Assert.Equal([("a", "sinks.yaml:2"), ("scripted", "properties")], bench.Service.Sinks.Select(s => (s.Name, s.Origin)));
    }

    [Fact]
    public async Task Load_NoFile_IsNoProblem()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        Assert.Empty(await configuration.LoadAsync(Cancel));
        Assert.Empty(bench.Service.Sinks);
    }

    [Fact]
    public async Task Load_ProblemsOfFileAndSinks_AreListedTogetherWithLines()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        await WriteAsync(bench, "sinks:\n  a:\n    type: scripted\n    filter: kind\n  b: {}\n  c: {type: scripted, speed: 5}\n");
        IReadOnlyList<Diagnostic> problems = await configuration.LoadAsync(Cancel);
        Assert.Equal(["sinks.yaml:5: sinks.b", "sinks.yaml:4: sinks.a.filter:5", "sinks.yaml:6: sinks.c.speed"], problems.Select(p => p.Path));
        Assert.Same(problems, configuration.Problems);
        Assert.Empty(bench.Service.Sinks);
    }

    [Fact]
    public async Task Watch_FileChanges_IsTakenOnceItStandsStill()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        await WriteAsync(bench, "sinks:\n  a: {type: scripted}\n");
        await configuration.LoadAsync(Cancel);
        configuration.Watch();
        await WriteAsync(bench, "sinks:\n  a: {type: scripted}\n  b: {type: scripted}\n");
        await TickUntilAsync(bench, () => bench.Service.Sinks.Count == 2);
        await WriteAsync(bench, "sinks: {}\n");
        await TickUntilAsync(bench, () => bench.Service.Sinks.Count == 0);
        Assert.Equal(["a", "b"], bench.Spool.Removed.Order());
    }

    [Fact]
    public async Task Watch_BadFile_KeepsWhatRunsUntilItIsMended()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        await WriteAsync(bench, "sinks:\n  a: {type: scripted}\n");
        await configuration.LoadAsync(Cancel);
        configuration.Watch();
        await WriteAsync(bench, "sinks:\n  a: {type: scripted, speed: 5}\n");
        await TickUntilAsync(bench, () => configuration.Problems.Count == 1);
        Assert.Equal("a", bench.Service.Sinks.Single().Name);
        await WriteAsync(bench, "sinks:\n  a: {type: scripted, colour: red}\n");
        await TickUntilAsync(bench, () => configuration.Problems.Count == 0 && bench.Service.Sinks.Single().Settings.ContainsKey("colour"));
    }

    [Fact]
    public async Task Watch_FileVanishes_SinksRunOn()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        await WriteAsync(bench, "sinks:\n  a: {type: scripted}\n");
        await configuration.LoadAsync(Cancel);
        configuration.Watch();
        File.Delete(PathOf(bench));
        await TickUntilAsync(bench, () => configuration.Problems.Count == 1);
        Assert.Equal("sinks.yaml: is gone; its sinks run on. An empty file removes them", configuration.Problems[0].ToString());
        Assert.Single(bench.Service.Sinks);
        Assert.Empty(bench.Spool.Removed);
    }

    [Fact]
    public async Task Watch_SecretIsRenewedInItsFile_SinkIsMadeAnew()
    {
        await using DeliveryBench bench = new();
        await using SinkConfiguration configuration = Create(bench);
        string secret = Path.Combine(bench.Folder, "secret");
        await File.WriteAllTextAsync(secret, "one", Cancel);
        await WriteAsync(bench, $"sinks:\n  a: {{type: scripted, colour: '${{file:{secret}}}'}}\n");
        await configuration.LoadAsync(Cancel);
        configuration.Watch();
        ScriptedSink first = bench.Sink;
        bench.Sink = new ScriptedSink();
        await File.WriteAllTextAsync(secret, "two", Cancel);
        await TickUntilAsync(bench, () => first.Disposed);
        Assert.Empty(configuration.Problems);
    }

    private static SinkConfiguration Create(DeliveryBench bench, params (string Name, string Value)[] properties) => new(
        new SinkConfigurationOptions
        {
            File = PathOf(bench),
            DisplayName = "sinks.yaml",
            Properties = properties.ToDictionary(p => p.Name, p => p.Value),
            Types = [new ScriptedType(_ => bench.Sink)],
            Time = bench.Time,
            Logger = NullLogger.Instance,
        },
        bench.Service);

    private static string PathOf(DeliveryBench bench) => Path.Combine(bench.Folder, "sinks.yaml");

    private static Task WriteAsync(DeliveryBench bench, string text) => File.WriteAllTextAsync(PathOf(bench), text, Cancel);

    private static Task TickUntilAsync(DeliveryBench bench, Func<bool> condition) => DeliveryBench.UntilAsync(() =>
    {
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        return condition();
    });
}
