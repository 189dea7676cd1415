using Weir.Bgp.Messages;
using Weir.Testing.Fuzz;

namespace Weir.Bgp.Tests.Fuzz;

/// <summary>The short run of the targets that belong to BGP; longer ones are <c>./fuzz bgp</c> and so on.</summary>
public sealed class BgpFuzzTests
{
    [Theory]
    [InlineData("bgp", 60_000)]
    [InlineData("flowspec", 30_000)]
    [InlineData("flowtext", 20_000)]
    public void Target_DamagedInputs_NeitherThrowsNorAllocatesByClaim(string name, int inputs)
    {
        FuzzReport report = new();
        new FuzzDriver(FuzzDriver.Targets.Single(t => t.Name == name), seed: 20_260).Run(inputs, report);
        Assert.Empty(report.Failures);
        Assert.Equal(inputs, report.Inputs);
    }

    [Fact]
    public void Bgp_TruncatedAtEveryLength_NeverThrows()
    {
        BgpTarget target = new();
        Random random = new(41);
        for (int i = 0; i < 60; i++)
        {
            byte[] message = target.CreateSeed(random);
            for (int length = 0; length <= message.Length; length++)
            {
                target.Run(message.AsSpan(0, length));
                target.Run(message.AsSpan(Math.Min(BgpHeader.Size, length)));
            }
        }
    }
}
