using Weir.Testing.Fuzz;

namespace Weir.Wire.Tests.Fuzz;

public class FuzzTests
{
    public static TheoryData<string, int> Runs => new()
    {
        { "datagram", 60_000 },
        { "record", 100_000 },
        { "json", 15_000 },
        { "packet", 100_000 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Target_DamagedInputs_NeitherThrowsNorAllocatesByClaim(string name, int inputs)
    {
        IFuzzTarget target = FuzzDriver.Targets.Single(t => t.Name == name);
        FuzzReport report = new();
        new FuzzDriver(target, seed: 20_260).Run(inputs, report);
        Assert.Empty(report.Failures);
        Assert.Equal(inputs, report.Inputs);
    }
}
