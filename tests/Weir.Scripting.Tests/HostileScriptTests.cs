using System.Diagnostics;
using System.Globalization;

namespace Weir.Scripting.Tests;

/// <summary>Scripts that say what no channel was made for: each costs at most the one call.</summary>
public sealed class HostileScriptTests
{
    [Fact]
    public async Task Text_CutWithinASurrogatePair_IsMendedAndTheScriptRunsOn()
    {
        const string Source = """
            logInfo('cut \ud83d');
            logInfo('kept \ud83d\ude00 \\ud83d');
            storeSet('k', {text: 'a\udc00b'});
            setHttpHandler(function() { return storeGet('k').text; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("t.js", Source).StartAsync();
        Assert.Equal("a\ufffdb", (await lab.JsonAsync("t.js/json")).GetString());
        Assert.Contains("Information script t.js: cut \ufffd", lab.Log.Lines);
        Assert.Contains("Information script t.js: kept \U0001F600 \\ud83d", lab.Log.Lines);
        Assert.Equal(0, lab.Only.Restarts);
    }

    [Fact]
    public async Task Call_NestedTooDeep_ThrowsInTheScript()
    {
        const string Source = """
            var deep = 1, said = 'nothing';
            for (var i = 0; i < 100; i++) { deep = [deep]; }
            try { storeSet('k', deep); } catch (e) { said = '' + e; }
            setHttpHandler(function() { return said; });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("d.js", Source).StartAsync();
        Assert.Equal("Error: what was given is nested deeper than 63 levels", (await lab.JsonAsync("d.js/json")).GetString());
        Assert.Equal(0, lab.Only.Restarts);
    }

    [Fact]
    public async Task HttpAsync_OddRequests_AreAllAnswered()
    {
        const string Source = """
            var odd = [
              {url: 'http://127.0.0.1:1/', operation: ' '},
              {url: 'http://127.0.0.1:1/', operation: ''},
              {url: 'http://127.0.0.1:1/', operation: 'a\nb'},
              {url: 'http://127.0.0.1:1/', headers: {'X-A': 'a\r\nb', 'Host': 'a b', 'Content-Length': 'x', 'Transfer-Encoding': 'chunked', 'Expect': '100-continue'}},
              {url: 'http://127.0.0.1:1/', operation: 'connect'},
              {url: 'http://127.0.0.1:1/\ud800'},
              {url: 'http://[::1', body: '\udfff'},
              {url: 'http://' + new Array(300).join('a.') + '/'},
              {url: '/\\\\['},
              {url: 'http://127.0.0.1:99999/'},
            ];
            var answers = 0;
            function answered() { if (++answers === odd.length) { logInfo('all answered'); } }
            odd.forEach(function(r) { r.success = r.error = answered; httpAsync(r); });
            """;
        await using ScriptLab lab = await new ScriptLab().Script("o.js", Source).StartAsync();
        await lab.UntilLogAsync("all answered");
        Assert.Equal(0, lab.Only.Restarts);
    }

    [Fact]
    public async Task Frame_OfImpossibleLength_EndsTheProcessAtOnce()
    {
        const string Source = """
            var fs = require('fs');
            setHttpHandler(function(req) {
              if (req.path[0] === 'break') {
                fs.writeSync(fs.openSync(JSON.parse(process.argv[2]).up, 'w'), Buffer.from([0x7f, 0xff, 0xff, 0xff, 0x63]));
              }
              return 1;
            });
            """;
        await using ScriptLab lab = new ScriptLab().Script("f.js", Source);
        lab.Options.Timeout = TimeSpan.Zero; // Without a watchdog nobody else would notice.
        await lab.StartAsync();
        Assert.Equal(503, (await lab.AskAsync("f.js/break/json")).Status);
        await lab.UntilLogAsync("its channel to the engine broke: a frame of 2147483647 bytes");
        await lab.UntilAsync(() => lab.Only.State == "running" && lab.Only.Restarts == 1, "restart");
        Assert.Equal(1, (await lab.JsonAsync("f.js/json")).GetInt32());
    }

    [Fact]
    public async Task Restart_WhileNodeIsBeingReplaced_IsTriedAgain()
    {
        await using ScriptLab lab = new ScriptLab().Script("x.js", "setHttpHandler(function(req) { if (req.path[0] === 'end') { process.exit(3); } return 1; });");
        string program = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "node")).First(File.Exists);
        string node = Path.Combine(lab.Root, "node");
        File.CreateSymbolicLink(node, program);
        lab.Options.NodePath = node;
        await lab.StartAsync();
        File.Delete(node);
        Assert.Equal(503, (await lab.AskAsync("x.js/end/json")).Status);
        await lab.UntilLogAsync("cannot run");
        File.CreateSymbolicLink(node, program);
        await lab.UntilAsync(() => lab.Only.State == "running", "restart");
        Assert.Equal(1, (await lab.JsonAsync("x.js/json")).GetInt32());
    }

    [Fact]
    public async Task Requests_ThatNobodyWaitsForAnyMore_AreNotPutToTheScript()
    {
        await using SilentServer silent = new();
        string source = $$"""
            var handled = 0;
            setHttpHandler(function(req) {
              if (req.path[0] === 'count') { return handled; }
              if (req.path[0] !== 'block') { handled++; return 0; }
              logInfo('waits for another machine');
              try { http('http://127.0.0.1:{{silent.Port}}/'); } catch (e) { logInfo('goes on'); }
            });
            """;
        await using ScriptLab lab = new ScriptLab().Script("s.js", source);
        lab.Options.RequestTimeout = TimeSpan.FromMilliseconds(200);
        lab.Options.HttpTimeout = TimeSpan.FromMinutes(5);
        await lab.StartAsync();
        Task<ScriptResponse> blocking = lab.AskAsync("s.js/block/json");
        await lab.UntilLogAsync("waits for another machine");
        string large = new('x', 1_000_000); // More than the pipe to the script holds.
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(503, (await lab.AskAsync("s.js/x/json", "POST", large, "text/plain")).Status);
        }

        await silent.DisposeAsync();
        await lab.UntilLogAsync("goes on");
        ScriptResponse count = await lab.AskAsync("s.js/count/json");
        for (int i = 0; i < 100 && count.Status != 200; i++)
        {
            count = await lab.AskAsync("s.js/count/json");
        }

        // The one that was on its way into the pipe cannot be taken back.
        Assert.InRange(int.Parse(System.Text.Encoding.UTF8.GetString(count.Body.Span), CultureInfo.InvariantCulture), 0, 1);
        Assert.Equal(503, (await blocking).Status);
    }

    [Fact]
    public async Task Process_ThatEnded_LeavesNoPipeOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        const string Source = """
            var fs = require('fs');
            logInfo('pipes ' + [0, 1, 2].map(function(n) { return fs.readlinkSync('/proc/self/fd/' + n); }));
            if (!sharedGet('ran')) {
              sharedSet('ran', true);
              logInfo('child ' + require('child_process').spawn('sleep', ['60'], {detached: true, stdio: 'inherit'}).pid);
              setTimeout(function() { process.exit(3); }, 0);
            }
            """;
        await using ScriptLab lab = await new ScriptLab().Script("p.js", Source).StartAsync();
        await lab.UntilAsync(() => lab.Only.State == "running" && lab.Only.Restarts == 1, "restart");
        using Process child = Process.GetProcessById(int.Parse(Said(lab, "child "), CultureInfo.InvariantCulture));
        string[] pipes = Said(lab, "pipes ").Split(',');
        string[] left = [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? "").Intersect(pipes)];
        child.Kill();
        Assert.Empty(left);
        Assert.All(pipes, pipe => Assert.StartsWith("pipe:[", pipe, StringComparison.Ordinal));
    }

    private static string Said(ScriptLab lab, string word)
    {
        string line = lab.Log.Lines.First(line => line.Contains(word, StringComparison.Ordinal));
        return line[(line.IndexOf(word, StringComparison.Ordinal) + word.Length)..];
    }
}
