using System.Diagnostics;
using Weir.Testing;

namespace Weir.EndToEnd.Tests;

/// <summary>Being told to stop is no failure: no stack trace, and an exit code that says what happened.</summary>
public class StopTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Replay_Signalled_StopsWithoutAStackTrace(string signal)
    {
        string file = Path.GetTempFileName();
        using (PcapWriter capture = new(file))
        {
            capture.Add(1_700_000_000_000_000, Fixtures.UdpFlood(1, samples: 1));
            capture.Add(1_700_003_600_000_000, Fixtures.UdpFlood(2, samples: 1));
        }

        await using WeirProcess weir = await WeirProcess.ServeAsync([], verb: ["replay", file]);
        await weir.WaitForJsonAsync("analyzer/json", a => a.GetProperty("sFlowDatagramsReceived").GetInt64() == 1);
        Assert.Equal(130, await weir.StopAsync(signal));
        Assert.DoesNotContain(weir.Log, l => l.Contains("   at ", StringComparison.Ordinal) || l.Contains("Exception", StringComparison.Ordinal));
        File.Delete(file);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Script_SignalledWithTheGroup_GoesOnUntilWeirStops(string signal)
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(["script.file=pid.js"], home => File.WriteAllText(
            Path.Combine(home, "pid.js"), "logInfo('pid ' + process.pid); setInterval(function() { logInfo('alive'); }, 20);"));
        string line = await weir.WaitForLogAsync("pid ");
        using Process kill = Process.Start("kill", [$"-{signal}", line[(line.LastIndexOf(' ') + 1)..]]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        int before = weir.Log.Count(l => l.Contains("alive", StringComparison.Ordinal));
        Assert.True(await Condition.HoldsAsync(
            () => weir.Log.Count(l => l.Contains("alive", StringComparison.Ordinal)) > before + 5, TestContext.Current.CancellationToken));
        Assert.Equal(0, await weir.StopAsync(signal));
        Assert.DoesNotContain(weir.Log, l => l.Contains("ended by signal", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Serve_Signalled_StopsEvenWithAStuckScript(string signal)
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(["script.file=stuck.js"], home => File.WriteAllText(Path.Combine(home, "stuck.js"), "logInfo('spinning'); while (true) { }"));
        await weir.WaitForLogAsync("spinning");
        Assert.Equal(0, await weir.StopAsync(signal));
    }
}
