using Weir.Analytics;
using Weir.Export.Delivery;
using Weir.Export.Settings;
using Weir.Export.Sinks;

namespace Weir.Export.Tests.Delivery;

public class DeliveryServiceTests
{
    private static readonly EqualityComparer<(string[], string[])> SameTexts =
        EqualityComparer<(string[], string[])>.Create((a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_OneThingWrong_ChangesNothingAndListsEverything()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync();
        IReadOnlyList<Diagnostic> problems = await bench.Service.ApplyAsync(
            [
                DeliveryBench.Definition("s", ("filter", "kind"), ("retry.min", "2h"), ("speed", "fast")),
                DeliveryBench.Definition("t") with { Type = "carrier-pigeon" },
                DeliveryBench.Definition("../u"),
                DeliveryBench.Definition("v"),
                DeliveryBench.Definition("v") with { Origin = "elsewhere" },
            ],
            Cancel);
        Assert.Equal(["sinks.v", "sinks.s.filter:5", "sinks.s.retry.min", "sinks.s.speed", "sinks.t.type", "sinks.../u"], problems.Select(p => p.Path));
        Assert.Equal("is configured more than once: test and elsewhere", problems[0].Message);
        Assert.Equal(["s"], bench.Service.Sinks.Select(s => s.Name));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1);
    }

    [Fact]
    public async Task Apply_SameAgain_DisturbsNothing()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync(("colour", "red"));
        ScriptedSink first = bench.Sink;
        bench.Sink = new ScriptedSink();
        Assert.Empty(await bench.Service.ApplyAsync([DeliveryBench.Definition("s", ("colour", "red")), DeliveryBench.Definition("t")], Cancel));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1 && bench.Spool.Committed("t") == 1);
        Assert.Equal((1, 1, false), (first.Taken.Count, bench.Sink.Taken.Count, first.Disposed));
    }

    [Fact]
    public async Task Apply_Changed_ReplacesTheSinkAtItsPlace()
    {
        await using DeliveryBench bench = new();
        bench.Sink.Judge = _ => SendResult.Misconfigured("HTTP 403");
        await bench.ApplyAsync(("colour", "red"));
        bench.Spool.Add(DeliveryBench.Events(1, 3));
        await DeliveryBench.UntilAsync(() => bench.Health.State == SinkState.Misconfigured);
        ScriptedSink first = bench.Sink;
        bench.Sink = new ScriptedSink();
        Assert.Empty(await bench.ApplyAsync(("colour", "blue")));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 3);
        Assert.Equal(["1", "2", "3"], bench.Sink.Taken);
        Assert.True(first.Disposed);
        Assert.Empty(bench.Spool.Removed);
    }

    [Fact]
    public async Task Apply_SecretFileChanged_ReplacesTheSink()
    {
        await using DeliveryBench bench = new();
        string file = Path.Combine(bench.Folder, "secret");
        await File.WriteAllTextAsync(file, "one", Cancel);
        await bench.ApplyAsync(("colour", $"${{file:{file}}}"));
        ScriptedSink first = bench.Sink;
        bench.Sink = new ScriptedSink();
        await File.WriteAllTextAsync(file, "two", Cancel);
        await bench.ApplyAsync(("colour", $"${{file:{file}}}"));
        Assert.True(first.Disposed);
    }

    [Fact]
    public async Task Apply_Removed_EndsTheSinkAndForgetsItsPlace()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync();
        Assert.Empty(await bench.Service.ApplyAsync([], Cancel));
        Assert.Equal(["s"], bench.Spool.Removed);
        Assert.Empty(bench.Service.Sinks);
        Assert.True(bench.Sink.Disposed);
    }

    [Fact]
    public async Task Apply_DiskRefusesToForgetASink_IsTakenTheNextTime()
    {
        await using DeliveryBench bench = new();
        Assert.Empty(await bench.Service.ApplyAsync([DeliveryBench.Definition("s"), DeliveryBench.Definition("t")], Cancel));
        string mark = Path.Combine(bench.Folder, "s.mark");
        File.Delete(mark);
        Directory.CreateDirectory(mark);
        await Assert.ThrowsAnyAsync<Exception>(() => bench.Service.ApplyAsync([DeliveryBench.Definition("t")], Cancel));
        bench.Service.Post([new MetricPoint("m", [], 1, 1)]);
        Directory.Delete(mark);
        Assert.Empty(await bench.Service.ApplyAsync([DeliveryBench.Definition("t")], Cancel));
        Assert.Equal((["t"], ["s"]), ((string[])[.. bench.Service.Sinks.Select(s => s.Name)], (string[])[.. bench.Spool.Removed.Distinct()]), SameTexts);
    }

    [Fact]
    public async Task Apply_DiskRefusesANewSink_LeavesNothingOfItAndIsTakenTheNextTime()
    {
        await using DeliveryBench bench = new();
        string mark = Path.Combine(bench.Folder, "s.mark");
        Directory.CreateDirectory(mark);
        await Assert.ThrowsAnyAsync<Exception>(() => bench.ApplyAsync());
        Assert.True(bench.Sink.Disposed);
        Directory.Delete(mark);
        bench.Sink = new ScriptedSink();
        Assert.Empty(await bench.ApplyAsync());
        bench.Spool.Add(DeliveryBench.Event("1"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 1);
    }

    [Fact]
    public async Task Apply_WhileARequestIsUnderWay_WaitsForItsWord()
    {
        await using DeliveryBench bench = new();
        TaskCompletionSource word = new();
        bench.Sink.Before = _ => word.Task;
        await bench.ApplyAsync(("colour", "red"));
        bench.Spool.Add(DeliveryBench.Event("1"));
        await DeliveryBench.UntilAsync(() => bench.Health.State == SinkState.Sending);
        ScriptedSink first = bench.Sink;
        bench.Sink = new ScriptedSink();
        Task applying = bench.ApplyAsync(("colour", "blue"));
        word.SetResult();
        await applying;
        bench.Spool.Add(DeliveryBench.Event("2"));
        await DeliveryBench.UntilAsync(() => bench.Spool.Committed("s") == 2);
        Assert.Equal((["1"], ["2"]), ((string[])[.. first.Taken], (string[])[.. bench.Sink.Taken]), SameTexts);
    }

    [Fact]
    public async Task Sinks_Settings_AreShownMasked()
    {
        await using DeliveryBench bench = new();
        await bench.ApplyAsync(
            ("url", "https://me:hidden@logs.example/inputs/8a7bdef4-3b00-4c6e-9a9e-0123456789ab/tag/http/?token=hidden&org=1"), ("password_of_nobody", "hidden"), ("colour", "${env:PATH}"), ("filter", "kind=flow"));
        IReadOnlyDictionary<string, SettingNode> shown = bench.Service.Sinks[0].Settings;
        Assert.Equal("https://***@logs.example/inputs/***/tag/http/?token=***&org=1", shown["url"].Text);
        Assert.Equal(("***", "***", "kind=flow"), (shown["password_of_nobody"].Text, shown["colour"].Text, shown["filter"].Text));
    }

    [Fact]
    public async Task Check_Wrong_ReportsWithoutStarting()
    {
        await using DeliveryBench bench = new();
        Assert.Single(await bench.Service.CheckAsync([DeliveryBench.Definition("s", ("speed", "fast"))]));
        Assert.Empty(await bench.Service.CheckAsync([DeliveryBench.Definition("s")]));
        Diagnostic twins = Assert.Single(await bench.Service.CheckAsync([DeliveryBench.Definition("s"), DeliveryBench.Definition("s") with { Origin = "elsewhere" }]));
        Assert.Equal(("sinks.s", "is configured more than once: test and elsewhere"), (twins.Path, twins.Message));
        Assert.Empty(bench.Service.Sinks);
    }
}
