using Weir.Ingest.Udp;

namespace Weir.Ingest.Tests.Udp;

public class PauseMeterTests
{
    private const long Ms = 1_000;

    private readonly PauseMeter _meter = new(1_000 * Ms);

    [Fact]
    public void Longer_WorkTakesTime_CountsAtEveryBoundItExceeds()
    {
        _meter.OnReceived(100 * Ms, isFull: false);
        _meter.OnReady(106 * Ms);
        _meter.OnReceived(107 * Ms, isFull: false);
        Assert.Equal([1, 1, 1, 0, 0, 0, 0], _meter.Longer());
        Assert.Equal(6 * Ms, _meter.LongestUs);
    }

    [Fact]
    public void Longer_WaitedForDatagrams_IsNoPause()
    {
        _meter.OnReceived(100 * Ms, isFull: false);
        _meter.OnReady(100 * Ms);
        _meter.OnReceived(180 * Ms, isFull: false);
        Assert.All(_meter.Longer(), count => Assert.Equal(0, count));
        Assert.Equal(0, _meter.LongestUs);
    }

    [Fact]
    public void Longer_DatagramsWaitedForTheLoop_IsAPause()
    {
        _meter.OnReceived(100 * Ms, isFull: false);
        _meter.OnReady(100 * Ms);
        _meter.OnReceived(130 * Ms, isFull: true);
        Assert.Equal([1, 1, 1, 1, 1, 0, 0], _meter.Longer());
        Assert.Equal(30 * Ms, _meter.LongestUs);
    }

    [Fact]
    public void Longer_FirstBatch_IsNoPause()
    {
        _meter.OnReceived(500 * Ms, isFull: true);
        Assert.Equal(0, _meter.LongestUs);
    }
}
