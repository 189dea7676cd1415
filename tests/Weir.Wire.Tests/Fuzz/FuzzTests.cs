using Weir.Testing;
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
        { "old", 60_000 },
        { "keys", 10_000 },
        { "capture", 10_000 },
        { "spool", 20_000 },
    };

    public static TheoryData<string> Names => [.. FuzzDriver.Targets.Select(t => t.Name)];

    /// <summary>What once failed, and what was made to: <c>tests/testdata/fuzz/TARGET/*.hex</c>.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Target_SavedInputs_NeitherThrowNorAllocateByClaim(string name)
    {
        IFuzzTarget target = FuzzDriver.Targets.Single(t => t.Name == name);
        FuzzReport report = new();
        FuzzDriver driver = new(target, seed: 1);
        foreach (string file in Directory.EnumerateFiles(TestData.Find($"fuzz/{name}"), "*.hex").Order(StringComparer.Ordinal))
        {
            driver.Run(Convert.FromHexString(File.ReadAllText(file).Trim()), report);
        }

        Assert.Empty(report.Failures);
        Assert.True(report.Inputs > 0, $"there is no saved input for {name}");
    }

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
