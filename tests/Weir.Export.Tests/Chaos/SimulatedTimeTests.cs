using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Chaos;

/// <summary>Real spool, real sink, strict receiver over real connections; only the clock is the test's.</summary>
public sealed class SimulatedTimeTests : IAsyncLifetime
{
    private const int Streams = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-sim-");
    private readonly ManualTime _time = new();
    private readonly Weir.Chaos.Ledger _ledger = new();
    private LokiReceiver _receiver = null!;
    private EventSpool _spool = null!;
    private EventClock _clock = null!;
    private DeliveryService _delivery = null!;
    private int _number;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SinkHealth Health => _delivery.Sinks[0].Events!;

    public async ValueTask InitializeAsync()
    {
        _receiver = new LokiReceiver { Time = _time };
        await _receiver.StartAsync();
        _clock = new EventClock(_time);
        _spool = EventSpool.Open(new SpoolOptions { Directory = Path.Combine(_folder.FullName, "spool") }, TimeProvider.System, NullLogger.Instance);
        _delivery = new DeliveryService(_spool, new DeliveryOptions
        {
            Folder = Path.Combine(_folder.FullName, "delivery"),
            Time = _time,
            Logs = NullLoggerFactory.Instance,
            HostName = "here",
            Version = "1",
            Random = new Random(5),
        });
        Dictionary<string, string> properties = new() { ["weir.loki.url"] = _receiver.Url.ToString(), ["weir.loki.metadata.id"] = "event_id", ["weir.loki.batch.age"] = "0ms" };
        Assert.Empty(await _delivery.ApplyAsync(SinkProperties.Read(properties, Weir.Export.Sinks.SinkTypes.All, []), Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _delivery.DisposeAsync();
        await _spool.DisposeAsync();
        await _receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Outage_OfAnHour_EverythingArrivesOnceInOrder()
    {
        await EmitAsync(5);
        await SettleAsync();
        await _receiver.StopAsync();
        DateTimeOffset end = _time.GetUtcNow() + TimeSpan.FromHours(1);
        while (_time.GetUtcNow() < end)
        {
            await EmitAsync(1);
            await NextTrialAsync();
        }

        await _receiver.StartAsync();
        await SettleAsync();
        Assert.InRange(_time.GetUtcNow() - end, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        AssertAll();
        Assert.True(_ledger.Accepted > 300, $"{_ledger.Accepted}");
        Assert.Equal(0, _receiver.Duplicates);
    }

    [Fact]
    public async Task Storm_Of429And500And503_IsRiddenOutWithoutHammering()
    {
        await EmitAsync(20);
        await SettleAsync();
        int before = _receiver.Requests.Count;
        for (int i = 0; i < 40; i++)
        {
            _receiver.Faults.Enqueue((i % 4) switch { 0 => Fault.TooMany(60), 1 => Fault.Status(429), 2 => Fault.Status(500), _ => Fault.Status(503) });
        }

        DateTimeOffset start = _time.GetUtcNow();
        await EmitAsync(20);
        await SettleAsync();
        AssertAll();
        TimeSpan took = _time.GetUtcNow() - start;
        Assert.InRange(took, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(45));
        Assert.InRange(_receiver.Requests.Count - before, 41, 60);
    }

    [Fact]
    public async Task Answers_BrokenOffInEveryWay_ShowNothingTwice()
    {
        for (int i = 0; i < 6; i++)
        {
            _receiver.Faults.Enqueue(Fault.ResetAfter);
            _receiver.Faults.Enqueue(Fault.ResetMidReply);
            _receiver.Faults.Enqueue(Fault.ResetMidBody);
            _receiver.Faults.Enqueue(Fault.Reset);
            await EmitAsync(3);
            await SettleAsync();
        }

        AssertAll();
        Assert.True(_receiver.Duplicates > 0, "the receiver kept what it did not answer for, so it must have come again");
    }

    [Fact]
    public async Task ClockStep_BothWays_KeepsOrderAndLosesNothing()
    {
        await EmitAsync(5);
        _time.StepWall(TimeSpan.FromMinutes(-5));
        await EmitAsync(5);
        _receiver.Faults.Enqueue(Fault.Status(500));
        await EmitAsync(5);
        await SettleAsync();
        _time.StepWall(TimeSpan.FromDays(1));
        await EmitAsync(5);
        await SettleAsync();
        AssertAll();
        Assert.Equal(0, _receiver.Unsorted);
        Assert.Equal(0, Health.GivenUp);
    }

    [Fact]
    public async Task ClockStep_FurtherBackThanLokiAllows_HoldsEventsUntilTheirTimeHasCome()
    {
        await EmitAsync(5);
        await SettleAsync();

        // Events go on from the last time given: to a Loki with the mended clock they lie half an hour ahead.
        _time.StepWall(TimeSpan.FromMinutes(-30));
        DateTimeOffset start = _time.GetUtcNow();
        await EmitAsync(5);
        await SettleAsync();
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(35));
        Assert.Equal((0, 0L), (Health.DeadLetters, Health.GivenUp));
        Assert.Equal(30, _receiver.Entries.Count);
        AssertAll();
    }

    [Fact]
    public async Task ClockStep_FurtherBackThanAnyWait_ListsWhatLokiRefusesForSendingOnceMore()
    {
        await EmitAsync(5);
        await SettleAsync();
        _time.StepWall(TimeSpan.FromHours(-3));
        await EmitAsync(5);
        await SettleAsync();
        Assert.Equal(15, Health.DeadLetters);
        Assert.Contains("too new", _delivery.DeadLetters("loki", 1)[0].Reason, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(3));
        Assert.True(_delivery.ResendDeadLetters("loki"));
        Assert.True(await Condition.HoldsAsync(() => _receiver.Entries.Count == 30, Cancel));
        AssertAll();
    }

    private async Task EmitAsync(int each)
    {
        for (int i = 0; i < each; i++)
        {
            _number++;
            for (int stream = 0; stream < Streams; stream++)
            {
                string id = Weir.Chaos.Ledger.IdOf(stream, _number);
                await _spool.AppendAsync(new WeirEvent { Id = id, TimeNs = _clock.Now(), Kind = "chaos", Service = "test", Subject = $"s{stream}", Message = $"event {id}" }, Cancel);
                _ledger.Add([id]);
            }
        }
    }

    /// <summary>Moves the clock until everything waiting is delivered.</summary>
    private async Task SettleAsync() => Assert.True(await Condition.HoldsAsync(
        () =>
        {
            if (Health.NextAttemptMs is not null)
            {
                _time.AdvanceToNextTimer();
            }

            return Health is { Waiting: 0, State: SinkState.Idle };
        },
        Cancel));

    /// <summary>Waits until delivery pauses, then moves the clock to its next trial.</summary>
    private async Task NextTrialAsync()
    {
        Assert.True(await Condition.HoldsAsync(() => Health.NextAttemptMs is not null && _time.WaitingTimers > 0, Cancel));
        _time.AdvanceToNextTimer();
    }

    private void AssertAll()
    {
        Weir.Chaos.Verdict verdict = _ledger.Compare([.. _receiver.Entries.Select(entry => entry["event_id"])]);
        Assert.True(verdict.Holds, verdict.ToString());
    }
}
