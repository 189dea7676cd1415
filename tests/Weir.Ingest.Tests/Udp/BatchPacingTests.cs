using Weir.Ingest.Udp;

namespace Weir.Ingest.Tests.Udp;

public class BatchPacingTests
{
    private const long TicksPerMs = 1_000;

    [Fact]
    public void ShouldRest_SparseDatagrams_NeverRests()
    {
        BatchPacing pacing = new(1_000 * TicksPerMs);
        Assert.All(Enumerable.Range(1, 100), i => Assert.False(pacing.ShouldRest(1, i * 10 * TicksPerMs)));
    }

    [Fact]
    public void ShouldRest_SmallBatchesCloseTogether_Rests()
    {
        BatchPacing pacing = new(1_000 * TicksPerMs);
        Assert.False(pacing.ShouldRest(1, 0));
        Assert.True(pacing.ShouldRest(1, TicksPerMs / 20));
        Assert.True(pacing.ShouldRest(BatchPacing.FairBatch - 1, TicksPerMs / 2));
    }

    [Fact]
    public void ShouldRest_LoopIsBehind_NeverRests()
    {
        BatchPacing pacing = new(1_000 * TicksPerMs);
        Assert.All(Enumerable.Range(1, 100), i => Assert.False(pacing.ShouldRest(64, i * TicksPerMs / 10)));
    }

    [Fact]
    public void ShouldRest_NothingCame_NeverRests()
    {
        BatchPacing pacing = new(1_000 * TicksPerMs);
        Assert.False(pacing.ShouldRest(5, 0));
        Assert.False(pacing.ShouldRest(0, TicksPerMs / 10));
    }
}
