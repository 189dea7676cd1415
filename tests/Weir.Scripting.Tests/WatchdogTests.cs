namespace Weir.Scripting.Tests;

public sealed class WatchdogTests
{
    [Fact]
    public async Task EndlessLoop_InHandler_IsNamedWithLineAndRestarted()
    {
        const string Source = """
            var n = 0;
            setHttpHandler(function(req) {
              if (req.path[0] === 'hang') {
                for (;;) {
                  n++;
                }
              }
              return 'alive';
            });
            """;
        await using ScriptLab lab = new ScriptLab().Script("loop.js", Source).Script("other.js", "setHttpHandler(function() { return 1; });");
        lab.Options.Timeout = TimeSpan.FromSeconds(1);
        await lab.StartAsync();
        Task<ScriptResponse> hanging = lab.AskAsync("loop.js/hang/json");
        Assert.Equal(1, (await lab.JsonAsync("other.js/json")).GetInt32());
        Assert.Equal(503, (await hanging).Status);
        await lab.UntilAsync(() => lab.Log.Lines.Any(l => l.Contains("script loop.js: stuck at ", StringComparison.Ordinal) && l.EndsWith("restarted in 1 s", StringComparison.Ordinal)), "report");
        Assert.Matches(@"loop\.js:[45] for ", string.Join('\n', lab.Log.Lines));
        await lab.UntilAsync(() => lab.Manager.Scripts[0].State == "running", "restart");
        Assert.Equal("alive", (await lab.JsonAsync("loop.js/json")).GetString());
        Assert.Equal(1, lab.Manager.Scripts[0].Restarts);
    }

    [Fact]
    public async Task EndlessLoop_AtTopLevel_CountsAsLoadedAndIsReported()
    {
        await using ScriptLab lab = new ScriptLab().Script("top.js", "var x = 1;\nwhile (x) { x++; }");
        lab.Options.Timeout = TimeSpan.FromSeconds(1);
        await lab.StartAsync();
        await lab.UntilLogAsync("top.js:2 for ");
        Assert.True(lab.Only.Restarts > 0);
    }

    [Fact]
    public async Task MemoryBomb_InHandler_EndsOnlyThatScript()
    {
        const string Source = """
            var hoard = [];
            setHttpHandler(function(req) {
              while (req.path[0] === 'bomb') { hoard.push(new Array(10000).fill(hoard.length)); }
              return 1;
            });
            """;
        await using ScriptLab lab = new ScriptLab().Script("bomb.js", Source).Script("other.js", "setHttpHandler(function() { return 2; });");
        lab.Options.MemoryMb = 32;
        lab.Options.Timeout = TimeSpan.FromMinutes(2); // Collecting garbage at the limit takes long on a busy machine.
        lab.Options.RequestTimeout = lab.Options.Timeout;
        await lab.StartAsync();
        Assert.Equal(503, (await lab.AskAsync("bomb.js/bomb/json")).Status);
        await lab.UntilLogAsync("script bomb.js: out of memory (weir.script.memory is 32 MB), restarted in 1 s");
        Assert.Equal(2, (await lab.JsonAsync("other.js/json")).GetInt32());
        await lab.UntilAsync(() => lab.Manager.Scripts[0].State == "running", "restart");
    }

    [Fact]
    public async Task WaitingForAnotherMachine_LongerThanTimeout_IsNotStuck()
    {
        await using SilentServer silent = new();
        await using ScriptLab lab = new ScriptLab().Script("w.js", $"setHttpHandler(function() {{ try {{ http('http://127.0.0.1:{silent.Port}/'); }} catch (e) {{ return '' + e; }} }});");
        lab.Options.Timeout = TimeSpan.FromSeconds(2);
        lab.Options.HttpTimeout = TimeSpan.FromSeconds(4);
        await lab.StartAsync();
        Assert.Contains("no response in time", (await lab.JsonAsync("w.js/json")).GetString(), StringComparison.Ordinal);
        Assert.Equal(0, lab.Only.Restarts);
    }

    [Fact]
    public async Task ProcessThatEndsItself_IsRestarted()
    {
        await using ScriptLab lab = await new ScriptLab().Script("x.js", "setHttpHandler(function() { process.exit(3); });").StartAsync();
        Assert.Equal(503, (await lab.AskAsync("x.js/json")).Status);
        await lab.UntilLogAsync("Warning script x.js: ended with exit status 3, restarted in 1 s");
    }

    [Fact]
    public async Task CallFlood_IsAnsweredLateAndCounted()
    {
        await using ScriptLab lab = new ScriptLab().Script("c.js", "for (var i = 0; i < 30; i++) { version(); }\nsetHttpHandler(function() { return 1; });");
        lab.Options.CallsPerSecond = 10;
        await lab.StartAsync();
        Assert.Equal(1, (await lab.JsonAsync("c.js/json")).GetInt32());
        Assert.InRange(lab.Only.Counters.CallsThrottled, 1, 10);
        Assert.Equal(30, lab.Only.Counters.Calls);
    }

    [Fact]
    public async Task LogFlood_IsLimitedAndCounted()
    {
        await using ScriptLab lab = await new ScriptLab()
            .Script("l.js", "for (var i = 0; i < 20000; i++) { logInfo('line ' + i); }\nsetHttpHandler(function() { return 1; });")
            .StartAsync();
        Assert.Equal(1, (await lab.JsonAsync("l.js/json")).GetInt32());
        Assert.True(lab.Only.Counters.LogLinesDropped > 10_000);
        Assert.True(lab.Log.Lines.Count < 10_000);
    }
}
