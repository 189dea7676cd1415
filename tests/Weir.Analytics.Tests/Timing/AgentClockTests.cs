using Weir.Analytics.Timing;
using Xunit;

namespace Weir.Analytics.Tests.Timing;

public sealed class AgentClockTests
{
    private const long Start = 1_700_000_000_000_000;

    private AgentClock _clock;
    private long _nowUs = Start;
    private uint _uptimeMs = 123_456;

    [Fact]
    public void Place_InStep_KeepsTheArrival()
    {
        for (int i = 0; i < 1_000; i++)
        {
            long placed = Send(10, i % 40);
            Assert.Equal(_nowUs, placed);
        }

        Assert.Equal((0, 0, 0), (_clock.Placed, _clock.TooLate, _clock.Faults));
    }

    [Fact]
    public void Place_PauseThenAllAtOnce_PlacesEachWhereItWasSent()
    {
        Prove();
        _nowUs += 5_000_000;
        for (int i = 0; i <= 50; i++)
        {
            _uptimeMs += 100;
            long sent = _nowUs - ((50 - i) * 100_000) + 100_000;
            Assert.InRange(_clock.Place(_uptimeMs, _nowUs, true) - Math.Min(sent, _nowUs), -2_000, AgentClock.ToleranceUs + 2_000);
        }

        Assert.InRange(_clock.Placed, 48, 51);
        Assert.Equal(0, _clock.Faults);
    }

    [Fact]
    public void Place_NotProven_KeepsTheArrival()
    {
        Send(10);
        _nowUs += 5_000_000;
        _uptimeMs += 10;
        Assert.Equal(_nowUs, _clock.Place(_uptimeMs, _nowUs, true));
        Assert.Equal(0, _clock.Placed);
    }

    [Fact]
    public void Place_StandsStill_IsAFaultAndKeepsTheArrival()
    {
        Prove();
        for (int i = 0; i < 100; i++)
        {
            // The first may have been sent with the one before and be late; the second shows that it is the clock.
            _nowUs += 1_000_000;
            Assert.Equal(_nowUs - (i == 0 ? 1_000_000 : 0), _clock.Place(_uptimeMs, _nowUs, true));
        }

        Assert.Equal((1, 1), (_clock.Placed, _clock.Faults));
    }

    [Fact]
    public void Place_LeapsAhead_IsAFault()
    {
        Prove();
        _uptimeMs += 3_600_000;
        Assert.Equal(_nowUs, _clock.Place(_uptimeMs, _nowUs, true));
        Assert.Equal(1, _clock.Faults);
        Prove();
        Assert.Equal(0, _clock.Placed);
    }

    [Fact]
    public void Place_GoesBackInOrder_IsAFault()
    {
        Prove();
        _uptimeMs = 5;
        Assert.Equal(_nowUs, _clock.Place(_uptimeMs, _nowUs, true));
        Assert.Equal(1, _clock.Faults);
    }

    [Fact]
    public void Place_OvertakenByLaterOnes_IsPlacedByItsOwnClock()
    {
        Prove();
        uint early = _uptimeMs + 10;
        for (int i = 0; i < 200; i++)
        {
            Send(10);
        }

        Assert.InRange(_clock.Place(early, _nowUs, false), _nowUs - 2_000_000, _nowUs - 1_980_000);
        Assert.Equal(_nowUs + 10_000, Send(10));
        Assert.Equal((1, 0), (_clock.Placed, _clock.Faults));
    }

    [Fact]
    public void Place_Wraps_IsASmallStep()
    {
        _uptimeMs = uint.MaxValue - 5_000;
        Prove();
        Prove();
        _nowUs += 3_000_000;
        _uptimeMs += 10;
        Assert.InRange(_clock.Place(_uptimeMs, _nowUs, true), _nowUs - 3_000_000, _nowUs - 2_900_000);
        Assert.Equal(0, _clock.Faults);
    }

    [Fact]
    public void Place_LaterThanAMinute_KeepsTheArrivalAndIsCounted()
    {
        Prove();
        _nowUs += 70_000_000;
        _uptimeMs += 10;
        Assert.Equal(_nowUs, _clock.Place(_uptimeMs, _nowUs, true));
        Assert.Equal((0, 1), (_clock.Placed, _clock.TooLate));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100)]
    [InlineData(10)]
    public void Place_CoarseClock_IsNoDelay(int stepMs)
    {
        uint uptime = 0;
        for (int i = 0; i < 5_000; i++)
        {
            _nowUs += 7_000;
            uptime += 7;
            Assert.Equal(_nowUs, _clock.Place(uptime / (uint)stepMs * (uint)stepMs, _nowUs, true));
        }

        Assert.Equal((0, 0), (_clock.Placed, _clock.Faults));
    }

    [Fact]
    public void Place_ClockRunsSlow_IsNotTakenForADelayForLong()
    {
        long placedUs = 0;
        for (int i = 1; i <= 60_000; i++)
        {
            _nowUs += 10_000;
            placedUs += _nowUs - _clock.Place((uint)(i * 9.9), _nowUs, true);
        }

        // One in a hundred slow: without a judgement of its own the clock would lag by up to 1.2 s of every two minutes.
        Assert.InRange(placedUs / 60_000, 0, 100_000);
        Assert.True(_clock.Faults > 10);
    }

    private void Prove()
    {
        for (int i = 0; i < 300; i++)
        {
            Send(10);
        }
    }

    private long Send(uint ms, int jitterMs = 0)
    {
        _nowUs += ms * 1000;
        _uptimeMs += ms;
        return _clock.Place(_uptimeMs - (uint)jitterMs, _nowUs, true);
    }
}
