using System.Globalization;
using Weir.Testing;

namespace Weir.EndToEnd.Tests;

/// <summary>What becomes of the scripts' processes when Weir itself is killed and cannot end them.</summary>
public class OrphanTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("setIntervalHandler(function() { while (true) { } }, 0.01);")]
    [InlineData("setIntervalHandler(function() { version(); }, 0.01);")]
    [InlineData("")]
    public async Task Script_WhenWeirIsKilled_EndsAndClearsItsDirectory(string source)
    {
        await using WeirProcess weir = await WeirProcess.ServeAsync(
            ["script.file=orphan.js", "weir.script.timeout=3600"],
            home => File.WriteAllText(Path.Combine(home, "orphan.js"), "logInfo('I am ' + process.pid + ' in ' + process.cwd());\n" + source));
        string[] line = (await weir.WaitForLogAsync("I am ")).Split(' ');
        int script = int.Parse(line[^3], CultureInfo.InvariantCulture);
        string directory = line[^1];
        Assert.True(Directory.Exists(directory));

        await weir.KillAsync(withScripts: false);

        CancellationToken cancel = TestContext.Current.CancellationToken;
        Assert.True(await Condition.HoldsAsync(() => !Directory.Exists($"/proc/{script}"), cancel), $"process {script} lives on");
        Assert.False(Directory.Exists(directory));
    }
}
