using Weir.Analytics.Queries;
using Xunit;

namespace Weir.Analytics.Tests.Engine;

/// <summary>
/// What the engine reports against what was sent: packets are sampled by chance, so a single rate is off by chance, but over many
/// seeded mixes the errors must cancel out and the 95 % intervals must hold the truth about 95 times in 100.
/// </summary>
public class TruthTests
{
    private const int Mixes = 200;
    private const int FewMixes = 10;

    [Fact]
    public void ActiveFlows_OverManyMixes_AreUnbiasedAndAsSureAsTheySay() => Judge(new TruthScenario(), Mixes, 1_000, 0.01, 0.02);

    [Fact]
    public void ActiveFlows_AgentPausesAndSendsAllAtOnce_AreUnbiasedAndAsSureAsTheySay() =>
        Judge(new TruthScenario { Bursts = true }, Mixes, 1_000, 0.01, 0.02);

    [Fact]
    public void ActiveFlows_EveryDatagramTwice_CountOnce() => Judge(new TruthScenario { Copies = 2 }, FewMixes, 50, 0.04, 0.05);

    [Theory]
    [InlineData("sum", 1)]
    [InlineData("avg", 1)]
    [InlineData("sum", 3)]
    public void ActiveFlows_PacketsSeenByThreeAgents_AreAddedOrAveraged(string aggMode, int shards) =>
        Judge(new TruthScenario { Agents = 3, AggMode = aggMode, Shards = shards }, FewMixes, 50, 0.04, 0.05);

    [Fact]
    public void ActiveFlows_PacketsSeenByThreeAgents_MaxCountsThemOnce()
    {
        // The largest of three estimates lies above the truth, but by its uncertainty only, not by a factor of three.
        List<double> errors = [.. Enumerable.Range(1, FewMixes)
            .SelectMany(seed => new TruthMix(seed, new TruthScenario { Agents = 3 }).Play())
            .Select(judged => ((judged.Flow.Value / judged.Truth) - 1) / Math.Sqrt(1 / judged.Flow.Samples!.Value))];

        // Mean of the largest of three standard normal values: 0.846.
        Assert.InRange(errors.Average(), 0.6, 1.1);
    }

    [Fact]
    public void ActiveFlows_SameMixTwice_AreTheSameToTheLastBit()
    {
        TruthScenario scenario = new() { Bursts = true };
        Assert.Equal(new TruthMix(7, scenario).Play(), new TruthMix(7, scenario).Play());
    }

    private static void Judge(TruthScenario scenario, int mixes, int leastJudged, double largestError, double coverageMargin)
    {
        List<double> errors = [];
        int held = 0;
        for (int seed = 1; seed <= mixes; seed++)
        {
            foreach ((ActiveFlow flow, double truth) in new TruthMix(seed, scenario).Play())
            {
                errors.Add((flow.Value / truth) - 1);
                held += truth >= flow.Low && truth <= flow.High ? 1 : 0;
            }
        }

        Assert.True(errors.Count > leastJudged, $"only {errors.Count} rates were judged");
        Assert.InRange(errors.Average(), -largestError, largestError);
        Assert.InRange((double)held / errors.Count, 0.95 - coverageMargin, 0.95 + coverageMargin);
    }
}
