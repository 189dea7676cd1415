using Weir.Ingest.Udp;
using Weir.Testing;

namespace Weir.Ingest.Tests.Udp;

public sealed class ArrivalClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Advance_WallClockRuns_FollowsIt()
    {
        ArrivalClock clock = new(_time);
        for (int i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(7));
            Assert.Equal(WallUs(), clock.Advance(_time.GetTimestamp()));
        }
    }

    [Fact]
    public void Advance_WallClockSteppedBack_GoesOnAlmostAtFullSpeed()
    {
        ArrivalClock clock = new(_time);
        long before = clock.Advance(_time.GetTimestamp());
        _time.StepWall(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(990_000, clock.Advance(_time.GetTimestamp()) - before);
    }

    [Fact]
    public void Advance_SmallStepForward_IsWorkedOff()
    {
        ArrivalClock clock = new(_time);
        _time.StepWall(TimeSpan.FromMilliseconds(500));
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            clock.Advance(_time.GetTimestamp());
        }

        Assert.Equal(WallUs(), clock.Advance(_time.GetTimestamp()));
    }

    [Fact]
    public void Advance_LargeStepForward_IsFollowedAtOnce()
    {
        ArrivalClock clock = new(_time);
        _time.StepWall(TimeSpan.FromDays(1000));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(WallUs(), clock.Advance(_time.GetTimestamp()));
    }

    private long WallUs() => _time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
}
