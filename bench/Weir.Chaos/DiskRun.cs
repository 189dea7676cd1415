using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;
using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>A disk that is full while the receiver is away: whatever was accepted arrives, whatever was not is told so and accepted later.</summary>
public static class DiskRun
{
    private const int Streams = 4;

    /// <summary>Runs on a folder of a small file system of its own.</summary>
    public static async Task<Verdict> RunAsync(string folder, Action<string> say, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(say);
        await using LokiReceiver receiver = new() { BlockedStatus = 503 };
        await receiver.StartAsync();
        SpoolOptions options = new() { Directory = Path.Combine(folder, "spool"), SegmentBytes = 1_000_000, MaxBytes = 100_000_000, RetryInterval = TimeSpan.FromMilliseconds(20) };
        await using EventSpool spool = EventSpool.Open(options, TimeProvider.System, NullLogger.Instance);
        await using DeliveryService delivery = new(spool, EngineHost.Options(Path.Combine(folder, "delivery")));
        Dictionary<string, string> properties = KillRun.Properties(receiver.Url).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        await delivery.ApplyAsync(SinkProperties.Read(properties, Weir.Export.Sinks.SinkTypes.All, []), cancel);
        Ledger ledger = new();
        EventClock clock = new(TimeProvider.System);
        int number = 0;
        int refused = 0;
        while (refused < 50)
        {
            refused += await AppendAsync(spool, ledger, clock, number, cancel) ? 0 : 1;
            number += refused == 0 ? 1 : 0;
        }

        // What was refused last is handed in again, as a client does, while the receiver takes what waits and makes room.
        receiver.BlockedStatus = 0;
        for (int last = number + 1_000; number < last;)
        {
            if (await AppendAsync(spool, ledger, clock, number, cancel))
            {
                number++;
            }
            else
            {
                refused++;
                await Task.Delay(10, cancel);
            }
        }

        Verdict verdict = await KillRun.CountAsync(ledger, receiver, cancel);
        say(verdict.Row("disk full while the receiver is away", receiver.Duplicates, FormattableString.Invariant($"3 MB; {refused} waves of {Streams} refused and told so, handed in again")));
        return verdict;
    }

    private static async Task<bool> AppendAsync(EventSpool spool, Ledger ledger, EventClock clock, int number, CancellationToken cancel)
    {
        WeirEvent[] wave = [.. Enumerable.Range(0, Streams).Select(stream => Event(stream, number + 1, clock))];
        bool[] accepted = await Task.WhenAll(wave.Select(item => AppendAsync(spool, ledger, item, cancel)));
        return accepted.All(one => one);
    }

    private static async Task<bool> AppendAsync(EventSpool spool, Ledger ledger, WeirEvent item, CancellationToken cancel)
    {
        try
        {
            await spool.AppendAsync(item, cancel);
            ledger.Add([item.Id]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static WeirEvent Event(int stream, int number, EventClock clock) => new()
    {
        Id = Ledger.IdOf(stream, number),
        TimeNs = clock.Now(),
        Kind = "chaos",
        Service = "chaos",
        Subject = FormattableString.Invariant($"s{stream}"),
        Message = new string('x', 500) + FormattableString.Invariant($" {stream} {number}"),
    };
}
