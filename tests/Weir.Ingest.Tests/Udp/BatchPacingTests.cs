using Weir.Ingest.Udp;

namespace Weir.Ingest.Tests.Udp;

public class BatchPacingTests
{
    private const long Ms = 1_000;
    private const int LargeBuffer = 4 << 20;

    private long _now = 1_000 * Ms;

    [Fact]
    public void RestUs_SparseDatagrams_NeverRests()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Assert.All(Enumerable.Range(1, 100), _ => Assert.Equal(0, Next(pacing, 1, 10 * Ms)));
    }

    [Fact]
    public void RestUs_TwentyThousandASecond_RestsForTheLongestTime()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Next(pacing, 1, 10 * Ms);
        Assert.Equal(BatchPacing.LongestUs, Next(pacing, 2, Ms / 10));
        Assert.Equal(BatchPacing.LongestUs, Next(pacing, 30, 3 * Ms / 2));
    }

    [Fact]
    public void RestUs_DenseTraffic_GathersAFairBatch()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Next(pacing, 1, 10 * Ms);
        Assert.Equal(BatchPacing.FairBatch * Ms / 100, Next(pacing, 50, Ms / 2));
    }

    [Fact]
    public void RestUs_WorkTookPartOfThePeriod_RestsForWhatIsLeft()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Next(pacing, 1, 10 * Ms);
        Assert.Equal(BatchPacing.LongestUs - 400, Next(pacing, 2, Ms / 10, workUs: 400));
        Assert.Equal(0, Next(pacing, 30, 3 * Ms / 2, workUs: 2_000));
    }

    [Fact]
    public void RestUs_LoopIsBehind_NeverRests()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Assert.All(Enumerable.Range(1, 100), _ => Assert.Equal(0, Next(pacing, DatagramBatch.MaxDatagrams, Ms / 10)));
    }

    [Fact]
    public void RestUs_NothingCame_NeverRests()
    {
        BatchPacing pacing = Pacing(LargeBuffer);
        Next(pacing, 5, Ms / 10);
        Assert.Equal(0, Next(pacing, 0, Ms / 10));
    }

    [Fact]
    public void RestUs_SmallBuffer_EndsBeforeItIsFull()
    {
        BatchPacing pacing = Pacing(208 << 10);
        Next(pacing, 1, 10 * Ms);

        // 13 datagrams are a quarter of it; at 20 a millisecond they take 650 microseconds.
        Assert.Equal(650, Next(pacing, 2, Ms / 10));
        Assert.Equal(0, Next(Pacing(16 << 10), 2, Ms / 10));
    }

    private static BatchPacing Pacing(int bufferBytes) => new(1_000 * Ms, bufferBytes);

    private int Next(BatchPacing pacing, int count, long afterUs, long workUs = 0)
    {
        _now += afterUs;
        return pacing.RestUs(count, _now, _now + workUs);
    }
}
