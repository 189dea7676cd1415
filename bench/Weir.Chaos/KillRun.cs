using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>Kills the target at random moments while a generator posts and the receiver misbehaves, then counts.</summary>
public static class KillRun
{
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(2);

    /// <summary>Runs.</summary>
    /// <param name="seed">Of everything random.</param>
    /// <param name="kills">How often.</param>
    /// <param name="program">Path of <c>weir.dll</c>; null takes the delivery part alone.</param>
    /// <param name="say">Told how it went.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Verdict> RunAsync(int seed, int kills, string? program, Action<string> say, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(say);
        DirectoryInfo data = Directory.CreateTempSubdirectory("weir-chaos-");
        try
        {
            await using LokiReceiver receiver = new();
            await receiver.StartAsync();
            using Target target = new(data.FullName, Properties(receiver.Url), program);
            Ledger ledger = new();
            using Generator generator = new(target.Url, ledger, 8, new Random(seed));
            Weather weather = new(receiver, new Random(seed + 1));
            using CancellationTokenSource calm = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await target.StartAsync(cancel);
            Task generating = generator.RunAsync(calm.Token, cancel);
            Task raging = weather.RunAsync(calm.Token);
            Random moments = new(seed + 2);
            for (int i = 0; i < kills; i++)
            {
                await Task.Delay(moments.Next(10, 500), cancel);
                await target.KillAsync(cancel);
                await target.StartAsync(cancel);
            }

            await calm.CancelAsync();
            await Task.WhenAll(generating, raging);
            Verdict verdict = await CountAsync(ledger, receiver, cancel);
            say(verdict.Row(
                FormattableString.Invariant($"kill -9, {kills} times: {(program is null ? "delivery alone" : "the whole program")}"),
                receiver.Duplicates,
                FormattableString.Invariant($"{weather.Faults} faults and {weather.Outages} outages of the receiver meanwhile, {generator.Refused} posts repeated, {receiver.Requests.Count} requests")));
            return verdict;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>A Loki sink that is quick to try again, and names events to the store.</summary>
    public static string[] Properties(Uri loki)
    {
        ArgumentNullException.ThrowIfNull(loki);
        return
        [
            $"weir.loki.url={loki}", "weir.loki.metadata.id=event_id", "weir.loki.start=oldest", "weir.loki.batch.age=10ms", "weir.loki.batch.items=40", "weir.loki.timeout=300ms", "weir.loki.connect_timeout=300ms",
            "weir.loki.retry.min=5ms", "weir.loki.retry.max=50ms", "weir.loki.breaker.pause=100ms", "weir.loki.filter=kind=chaos",
        ];
    }

    /// <summary>Waits until the receiver has everything, or time is up; then counts.</summary>
    public static async Task<Verdict> CountAsync(Ledger ledger, LokiReceiver receiver, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(receiver);
        long start = TimeProvider.System.GetTimestamp();
        Verdict verdict;
        do
        {
            await Task.Delay(50, cancel);
            verdict = ledger.Compare([.. receiver.Entries.Select(entry => entry["event_id"])]);
        }
        while (verdict.Lost > 0 && TimeProvider.System.GetElapsedTime(start) < Drain);
        return verdict;
    }
}
