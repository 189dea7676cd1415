using Weir.Analytics.Flows.Tables;
using Xunit;

namespace Weir.Analytics.Tests.Flows.Tables;

/// <summary>Counts of distinct values against sets that remember every value.</summary>
public sealed class DistinctSetTests
{
    private const int Trials = 300;

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(0)]
    public void Count_FewValues_IsExactWhateverTheBudget(long bytes)
    {
        DistinctSet set = new(new DistinctBudget(bytes));
        for (ulong value = 1; value <= 8; value++)
        {
            set.Add(Mix(value), 5);
            set.Add(Mix(value), 5);

            Assert.Equal(value, set.Count(5));
        }
    }

    [Fact]
    public void Count_UpToTheExactMembers_IsTheNumberOfBothWindows()
    {
        Random random = new(3);
        DistinctSet set = new(new DistinctBudget(1 << 20));
        Dictionary<ulong, long> seen = [];
        for (long window = 1; window < 200; window += random.Next(1, 4) == 3 ? 2 : 1)
        {
            for (int i = random.Next(120); i > 0; i--)
            {
                ulong value = Mix((ulong)random.Next(1_000));
                set.Add(value, window);
                seen[value] = window;
            }

            Assert.Equal(seen.Values.Count(last => last >= window - 1), set.Count(window));
            Assert.Equal(seen.Values.Count(last => last == window), set.Count(window + 1));
            Assert.Equal(0, set.Count(window + 2));
        }
    }

    /// <summary>The standard error is 1.04 over the root of the registers; the mean error tells whether it is unbiased.</summary>
    [Theory]
    [InlineData(true, 1_000)]
    [InlineData(true, 20_000)]
    [InlineData(false, 100)]
    [InlineData(false, 1_000)]
    [InlineData(false, 20_000)]
    public void Count_ManyValues_KeepsTheStatedError(bool isLarge, int values)
    {
        double stated = 1.04 / Math.Sqrt(isLarge ? DistinctSet.LargeRegisters : DistinctSet.SmallRegisters);
        double squares = 0;
        double sum = 0;
        DistinctSet set = new(new DistinctBudget(isLarge ? 1 << 20 : 0));
        for (int trial = 0; trial < Trials; trial++)
        {
            set.Clear();
            for (int i = 0; i < values; i++)
            {
                // Half of the values in each window, a third of them in both.
                ulong value = Mix(((ulong)trial << 32) | (uint)i);
                set.Add(value, i < values / 2 ? 1 : 2);
                set.Add(i % 3 == 0 ? Mix(((ulong)trial << 32) | (uint)(i / 2)) : value, i < values / 2 ? 1 : 2);
            }

            Assert.Equal(!isLarge, set.IsSmall);
            double error = (set.Count(2) / values) - 1;
            squares += error * error;
            sum += error;
        }

        Assert.InRange(Math.Sqrt(squares / Trials), 0, stated * 1.15);
        Assert.InRange(sum / Trials, -stated / 3, stated / 3);
    }

    [Fact]
    public void Budget_ManySetsMeetManyValues_IsNeverExceededAndServesOthersAgain()
    {
        const long Bytes = 100_000;
        DistinctBudget budget = new(Bytes);
        DistinctPool pool = new(10_000, budget);
        Random random = new(7);
        List<DistinctSet> lent = [];
        for (int round = 0; round < 2_000; round++)
        {
            if (lent.Count > 200)
            {
                int victim = random.Next(lent.Count);
                pool.Return(lent[victim]);
                lent.RemoveAt(victim);
            }

            DistinctSet set = pool.Rent()!;
            for (int i = random.Next(400); i > 0; i--)
            {
                set.Add(Mix((ulong)i), 1);
            }

            lent.Add(set);
            Assert.InRange(budget.Bytes, 0, Bytes);
        }

        Assert.InRange(budget.Refused, 1, 2_000);
        lent.ForEach(pool.Return);
        DistinctSet fresh = pool.Rent()!;
        for (ulong i = 1; i <= DistinctSet.ExactMembers; i++)
        {
            fresh.Add(Mix(i), 1);
        }

        Assert.Equal(DistinctSet.ExactMembers, fresh.Count(1));
    }

    private static ulong Mix(ulong value)
    {
        value = (value + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
