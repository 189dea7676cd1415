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

    [Fact]
    public async Task LogFlood_ThatGoesOn_IsToldOfOnceInAWhile()
    {
        const string Source = """
            var ticks = 0;
            setIntervalHandler(function() { ticks++; for (var i = 0; i < 5000; i++) { logInfo('line ' + i); } }, 0.05);
            setHttpHandler(function() { return ticks; });
            """;
        await using ScriptLab lab = new ScriptLab().Script("l.js", Source);
        lab.Options.LogLinesPerSecond = 50;
        await lab.StartAsync();
        await lab.UntilAsync(() => lab.Log.Lines.Count(l => l.Contains("l.js: line ", StringComparison.Ordinal)) > 300, "lines after the first burst");
        Assert.Equal(1, lab.Log.Lines.Count(l => l.Contains("log lines were left out", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task LogLine_WithControlCharacters_CannotForgeALineNorSteerATerminal()
    {
        const string Source = """
            logInfo('first\n2026-01-01T00:00:00Z SEVERE: forged');
            logInfo('a\u001b[2Jb\rc\u0000d\u009be\tf');
            process.stdout.write('\u001b]0;title\u0007\n');
            """;
        await using ScriptLab lab = await new ScriptLab().Script("l.js", Source).StartAsync();
        await lab.UntilLogAsync("title");
        Assert.Contains("Information script l.js: first\n  2026-01-01T00:00:00Z SEVERE: forged", lab.Log.Lines);
        Assert.Contains("Information script l.js: a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\tf", lab.Log.Lines);
        Assert.Contains("Information script l.js: \uFFFD]0;title\uFFFD", lab.Log.Lines);
    }
}
