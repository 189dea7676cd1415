using Weir.Analytics.Baselines;
using Xunit;

namespace Weir.Analytics.Tests.Baselines;

public sealed class BaselineTests
{
    [Fact]
    public void Check_WindowNotFull_IsLearning()
    {
        Baseline baseline = new(window: 3);
        Assert.Null(baseline.Statistics);

        Assert.Equal(["learning", "learning", "learning", "normal"], new[] { 2.0, 4, 6, 5 }.Select(baseline.Check));
    }

    [Fact]
    public void Statistics_FullWindow_AreThoseOfItsValues()
    {
        Baseline baseline = new(window: 4);
        foreach (double value in new[] { 100.0, 2, 4, 4, 6 })
        {
            baseline.Check(value);
        }

        Assert.Equal(new BaselineStatistics(4, Math.Sqrt(2), 2, 6), baseline.Statistics);
    }

    [Fact]
    public void Check_OutliersInARow_AreToldFromTheRepeatedOneOn()
    {
        Baseline baseline = Learned(repeat: 2);

        Assert.Equal("normal", baseline.Check(50));
        Assert.Equal("high", baseline.Check(90));
    }

    [Fact]
    public void Check_OutliersOnBothSides_AreNotInARow()
    {
        Baseline baseline = Learned(repeat: 2);

        Assert.Equal("normal", baseline.Check(60));
        Assert.Equal("normal", baseline.Check(-60));
    }

    [Fact]
    public void Check_LowOnce_IsToldAtOnceWithoutRepeat() => Assert.Equal("low", Learned(repeat: 1).Check(1));

    [Fact]
    public void Check_NotANumber_ChangesNothing()
    {
        Baseline baseline = Learned(repeat: 1);
        BaselineStatistics? before = baseline.Statistics;

        Assert.Equal("normal", baseline.Check(double.NaN));
        Assert.Equal(before, baseline.Statistics);
    }

    [Fact]
    public void Reset_Learned_LearnsAgain()
    {
        Baseline baseline = Learned(repeat: 1);
        baseline.Reset();

        Assert.Null(baseline.Statistics);
        Assert.Equal("learning", baseline.Check(10));
    }

    /// <summary>Ten values of mean 10 and standard deviation 1.</summary>
    private static Baseline Learned(int repeat)
    {
        Baseline baseline = new(10, 2, repeat);
        for (int i = 0; i < 10; i++)
        {
            baseline.Check(i % 2 == 0 ? 9 : 11);
        }

        return baseline;
    }
}
