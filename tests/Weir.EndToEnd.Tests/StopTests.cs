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
    public async Task Serve_Signalled_StopsEvenWithAStuckScript(string signal)
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(["script.file=stuck.js"], home => File.WriteAllText(Path.Combine(home, "stuck.js"), "logInfo('spinning'); while (true) { }"));
        await weir.WaitForLogAsync("spinning");
        Assert.Equal(0, await weir.StopAsync(signal));
    }
}
