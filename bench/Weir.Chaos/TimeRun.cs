using Weir.Export.Delivery;
using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>One condition after the other, each with a delivery of its own whose clock is moved by hand: hours take seconds.</summary>
public static class TimeRun
{
    private const int Times = 40;

    private static readonly (string Name, Func<SimulatedDelivery, CancellationToken, Task<string>> Run)[] Conditions =
    [
        ("receiver down for an hour", OutageAsync),
        ("storm of 429, with and without Retry-After", (d, c) => StormAsync(d, i => i % 2 == 0 ? Fault.TooMany(60) : Fault.Status(429), c)),
        ("storm of 500 and 503", (d, c) => StormAsync(d, i => Fault.Status(i % 2 == 0 ? 500 : 503), c)),
        ("slow loris: answers a byte at a time", (d, c) => StormAsync(d, _ => Fault.Trickle(TimeSpan.FromMilliseconds(5)), c)),
        ("slow loris: never an answer", HangAsync),
        ("reset before the request is read", (d, c) => StormAsync(d, _ => Fault.Reset, c)),
        ("reset mid-body", (d, c) => StormAsync(d, _ => Fault.ResetMidBody, c)),
        ("reset after the request was kept", (d, c) => StormAsync(d, _ => Fault.ResetAfter, c)),
        ("reset in the middle of the answer", (d, c) => StormAsync(d, _ => Fault.ResetMidReply, c)),
        ("clock steps: 5 minutes back, a day on", ClockAsync),
    ];

    /// <summary>Runs all of them; one row each.</summary>
    public static async Task<bool> RunAsync(int seed, Action<string> say, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(say);
        bool holds = true;
        foreach ((string name, Func<SimulatedDelivery, CancellationToken, Task<string>> run) in Conditions)
        {
            await using SimulatedDelivery delivery = await SimulatedDelivery.StartAsync(seed, cancel);
            string notes = await run(delivery, cancel);
            Verdict verdict = delivery.Verdict;
            holds &= verdict.Holds && delivery.Health.GivenUp == 0;
            say(verdict.Row(name, delivery.Receiver.Duplicates, FormattableString.Invariant($"{delivery.Receiver.Requests.Count} requests; {notes}")));
        }

        return holds;
    }

    private static async Task<string> OutageAsync(SimulatedDelivery delivery, CancellationToken cancel)
    {
        await delivery.EmitAsync(5, cancel);
        await delivery.SettleAsync(cancel);
        await delivery.Receiver.StopAsync();
        DateTimeOffset end = delivery.Time.GetUtcNow() + TimeSpan.FromHours(1);
        int trials = 0;
        for (; delivery.Time.GetUtcNow() < end; trials++)
        {
            await delivery.EmitAsync(1, cancel);
            await delivery.NextTrialAsync(cancel);
        }

        await delivery.Receiver.StartAsync();
        DateTimeOffset back = delivery.Time.GetUtcNow();
        await delivery.SettleAsync(cancel);
        return FormattableString.Invariant($"{trials} trials within the hour, everything there {(delivery.Time.GetUtcNow() - back).TotalSeconds:0.0} s after its return");
    }

    private static async Task<string> StormAsync(SimulatedDelivery delivery, Func<int, Fault> fault, CancellationToken cancel)
    {
        await delivery.EmitAsync(20, cancel);
        for (int i = 0; i < Times; i++)
        {
            delivery.Receiver.Faults.Enqueue(fault(i));
        }

        DateTimeOffset start = delivery.Time.GetUtcNow();
        while (!delivery.Receiver.Faults.IsEmpty)
        {
            await delivery.EmitAsync(2, cancel);
            await delivery.SettleAsync(cancel);
        }

        await delivery.EmitAsync(5, cancel);
        await delivery.SettleAsync(cancel);
        return FormattableString.Invariant($"{Times} of them in {(delivery.Time.GetUtcNow() - start).TotalMinutes:0.0} minutes");
    }

    private static async Task<string> HangAsync(SimulatedDelivery delivery, CancellationToken cancel)
    {
        const int Hangs = 10;
        for (int i = 0; i < Hangs; i++)
        {
            await delivery.EmitAsync(1, cancel);
            await delivery.SettleAsync(cancel);
            int before = delivery.Receiver.Requests.Count;
            delivery.Receiver.Faults.Enqueue(Fault.Hang);
            await delivery.EmitAsync(5, cancel);

            // Once the receiver has the request, nothing but time ends it.
            await SimulatedDelivery.UntilAsync(() => delivery.Receiver.Requests.Count > before && delivery.Receiver.Faults.IsEmpty && delivery.Health.State == SinkState.Sending, cancel);
            await SimulatedDelivery.UntilAsync(
                () =>
                {
                    delivery.Time.AdvanceToNextTimer();
                    return delivery.Health.NextAttemptMs is not null || delivery.Health.Waiting == 0;
                },
                cancel);
            await delivery.SettleAsync(cancel);
        }

        return FormattableString.Invariant($"{Hangs} times until the sink's own time-out");
    }

    private static async Task<string> ClockAsync(SimulatedDelivery delivery, CancellationToken cancel)
    {
        await delivery.EmitAsync(20, cancel);
        delivery.Time.StepWall(TimeSpan.FromMinutes(-5));
        await delivery.EmitAsync(20, cancel);
        delivery.Receiver.Faults.Enqueue(Fault.Status(500));
        await delivery.EmitAsync(20, cancel);
        await delivery.SettleAsync(cancel);
        delivery.Time.StepWall(TimeSpan.FromDays(1));
        await delivery.EmitAsync(20, cancel);
        await delivery.SettleAsync(cancel);
        return FormattableString.Invariant($"{delivery.Receiver.Unsorted} entries behind a later one of their stream");
    }
}
