using Weir.Testing.Fuzz;

namespace Weir.Wire.Tests.Fuzz;

/// <summary>The watch itself: which allocations it takes for an input's doing.</summary>
public class FuzzDriverTests
{
    [Fact]
    public void Run_InputAllocatesEveryTime_IsReported()
    {
        FuzzReport report = RunThird(new Allocator(bytes: 100, times: int.MaxValue));

        Assert.Contains("bytes allocated for", Assert.Single(report.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LargeAllocationOnce_IsReported()
    {
        FuzzReport report = RunThird(new Allocator(bytes: 20_000, times: 1));

        Assert.Contains("bytes allocated for", Assert.Single(report.Failures), StringComparison.Ordinal);
    }

    /// <summary>A class's statics made by whichever input needs them first are not what that input costs.</summary>
    [Fact]
    public void Run_SmallAllocationOnce_IsNotTheInputsDoing()
    {
        FuzzReport report = RunThird(new Allocator(bytes: 5_000, times: 1));

        Assert.Empty(report.Failures);
        Assert.Equal(0, report.MaxAllocated);
    }

    private static FuzzReport RunThird(Allocator target)
    {
        FuzzReport report = new();
        FuzzDriver driver = new(target, seed: 1);
        driver.Run([1], report);
        driver.Run([2], report);
        driver.Run([Allocator.Guilty], report);
        return report;
    }

    /// <summary>Allocates for one input, as many times as it is told.</summary>
    private sealed class Allocator(int bytes, int times) : IFuzzTarget
    {
        public const byte Guilty = 3;

        private int _left = times;
        private byte[] _last = [];

        public string Name => "allocator";

        public byte[] CreateSeed(Random random) => [0];

        public IReadOnlyList<int> FindWords(byte[] input) => [0];

        public long AllocationLimit(int inputLength) => 0;

        public void Run(ReadOnlySpan<byte> input)
        {
            if (input[0] == Guilty && _left > 0)
            {
                _left--;
                _last = new byte[bytes];
            }
        }

        public override string ToString() => $"{Name} {_last.Length}";
    }
}
