using Weir.Chaos;

namespace Weir.EndToEnd.Tests.Delivery;

public class KillTests
{
    [Fact]
    public async Task Kill_WholeProgramUnderFaults_LosesNothingAndRepeatsNothing()
    {
        const int Seed = 20261122;
        List<string> said = [];
        string program = Path.Combine(AppContext.BaseDirectory, "weir.dll");
        Verdict verdict = await KillRun.RunAsync(Seed, kills: 3, program, said.Add, TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, $"seed {Seed}: {string.Join('\n', said)}");
    }
}
