using Weir.Chaos;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Chaos;

/// <summary>Real spool, real sink, strict receiver over real connections; only the clock is the test's.</summary>
public sealed class SimulatedTimeTests : IAsyncLifetime
{
    private SimulatedDelivery _run = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await SimulatedDelivery.StartAsync(5, Cancel);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Outage_OfAnHour_EverythingArrivesOnceInOrder()
    {
        await EmitAsync(5);
        await SettleAsync();
        await _run.Receiver.StopAsync();
        DateTimeOffset end = _run.Time.GetUtcNow() + TimeSpan.FromHours(1);
        while (_run.Time.GetUtcNow() < end)
        {
            await EmitAsync(1);
            await _run.NextTrialAsync(Cancel);
        }

        await _run.Receiver.StartAsync();
        await SettleAsync();
        Assert.InRange(_run.Time.GetUtcNow() - end, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        AssertAll();
        Assert.True(_run.Ledger.Accepted > 300, $"{_run.Ledger.Accepted}");
        Assert.Equal(0, _run.Receiver.Duplicates);
    }

    [Fact]
    public async Task Storm_Of429And500And503_IsRiddenOutWithoutHammering()
    {
        await EmitAsync(20);
        await SettleAsync();
        int before = _run.Receiver.Requests.Count;
        for (int i = 0; i < 40; i++)
        {
            _run.Receiver.Faults.Enqueue((i % 4) switch { 0 => Fault.TooMany(60), 1 => Fault.Status(429), 2 => Fault.Status(500), _ => Fault.Status(503) });
        }

        DateTimeOffset start = _run.Time.GetUtcNow();
        await EmitAsync(20);
        await SettleAsync();
        AssertAll();
        TimeSpan took = _run.Time.GetUtcNow() - start;
        Assert.InRange(took, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(45));
        Assert.InRange(_run.Receiver.Requests.Count - before, 41, 60);
    }

    [Fact]
    public async Task Answers_BrokenOffInEveryWay_ShowNothingTwice()
    {
        for (int i = 0; i < 6; i++)
        {
            _run.Receiver.Faults.Enqueue(Fault.ResetAfter);
            _run.Receiver.Faults.Enqueue(Fault.ResetMidReply);
            _run.Receiver.Faults.Enqueue(Fault.ResetMidBody);
            _run.Receiver.Faults.Enqueue(Fault.Reset);
            await EmitAsync(3);
            await SettleAsync();
        }

        AssertAll();
        Assert.True(_run.Receiver.Duplicates > 0, "the receiver kept what it did not answer for, so it must have come again");
    }

    [Fact]
    public async Task ClockStep_BothWays_KeepsOrderAndLosesNothing()
    {
        await EmitAsync(5);
        _run.Time.StepWall(TimeSpan.FromMinutes(-5));
        await EmitAsync(5);
        _run.Receiver.Faults.Enqueue(Fault.Status(500));
        await EmitAsync(5);
        await SettleAsync();
        _run.Time.StepWall(TimeSpan.FromDays(1));
        await EmitAsync(5);
        await SettleAsync();
        AssertAll();
        Assert.Equal(0, _run.Receiver.Unsorted);
        Assert.Equal(0, _run.Health.GivenUp);
    }

    [Fact]
    public async Task ClockStep_FurtherBackThanLokiAllows_HoldsEventsUntilTheirTimeHasCome()
    {
        await EmitAsync(5);
        await SettleAsync();

        // Events go on from the last time given: to a Loki with the mended clock they lie half an hour ahead.
        _run.Time.StepWall(TimeSpan.FromMinutes(-30));
        DateTimeOffset start = _run.Time.GetUtcNow();
        await EmitAsync(5);
        await SettleAsync();
        Assert.InRange(_run.Time.GetUtcNow() - start, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(35));
        Assert.Equal((0, 0L), (_run.Health.DeadLetters, _run.Health.GivenUp));
        Assert.Equal(30, _run.Receiver.Entries.Count);
        AssertAll();
    }

    [Fact]
    public async Task ClockStep_FurtherBackThanAnyWait_ListsWhatLokiRefusesForSendingOnceMore()
    {
        await EmitAsync(5);
        await SettleAsync();
        _run.Time.StepWall(TimeSpan.FromHours(-3));
        await EmitAsync(5);
        await SettleAsync();
        Assert.Equal(15, _run.Health.DeadLetters);
        Assert.Contains("too new", _run.Delivery.DeadLetters("loki", 1)[0].Reason, StringComparison.Ordinal);
        _run.Time.Advance(TimeSpan.FromHours(3));
        Assert.True(_run.Delivery.ResendDeadLetters("loki"));
        Assert.True(await Condition.HoldsAsync(() => _run.Receiver.Entries.Count == 30, Cancel));
        AssertAll();
    }

    private Task EmitAsync(int each) => _run.EmitAsync(each, Cancel);

    private Task SettleAsync() => _run.SettleAsync(Cancel);

    private void AssertAll() => Assert.True(_run.Verdict.Holds, _run.Verdict.ToString());
}
