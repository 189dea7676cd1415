using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.SpoolLoad;

/// <summary>How long handing an event over takes, how many a second reach the disk, how fast they are read back.</summary>
internal static class HandOver
{
    private const int ReadEvents = 1_000;
    private const int ReadBytes = 1_000_000;
    private const int WarmUp = 20_000;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        SpoolOptions spoolOptions = new() { Directory = options.Target };
        long bytes;
        Dictionary<string, object> result = [];
        await using (EventSpool spool = EventSpool.Open(spoolOptions, TimeProvider.System, NullLogger.Instance))
        {
            await PostAsync(spool, 1, WarmUp, new Pace(50_000), null);
            SpoolStatistics before = spool.Statistics;
            long[] ticks = new long[options.Events];
            using Process self = Process.GetCurrentProcess();
            TimeSpan cpuBefore = self.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            long refused = await PostAsync(spool, WarmUp + 1, options.Events, new Pace(options.Rate), ticks);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            self.Refresh();
            SpoolStatistics after = spool.Statistics;
            bytes = after.BytesWritten - before.BytesWritten;
            Array.Sort(ticks);
            result["events"] = options.Events;
            result["eventsPerSecond"] = Math.Round(options.Events / seconds);
            result["seconds"] = Math.Round(seconds, 3);
            result["cpuSeconds"] = Math.Round((self.TotalProcessorTime - cpuBefore).TotalSeconds, 3);
            result["p50Us"] = Microseconds(ticks, 0.5);
            result["p99Us"] = Microseconds(ticks, 0.99);
            result["p999Us"] = Microseconds(ticks, 0.999);
            result["maxUs"] = Microseconds(ticks, 1);
            result["queueWasFull"] = refused;
            result["bytes"] = bytes;
            result["bytesPerEvent"] = Math.Round(bytes / (double)options.Events, 1);
            result["commits"] = after.Commits - before.Commits;
            result["syncSeconds"] = Math.Round(after.SyncSeconds - before.SyncSeconds, 3);
        }

        await ReadBackAsync(spoolOptions, result);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    // Returns how often the queue was full; then the same event is handed over again, so that every run writes the same events.
    private static async Task<long> PostAsync(EventSpool spool, long from, long count, Pace pace, long[]? ticks)
    {
        long refused = 0;
        using (pace)
        {
            for (long i = 0; i < count; i++)
            {
                await pace.NextAsync();
                WeirEvent item = LoadOptions.Event(from + i);
                long start = Stopwatch.GetTimestamp();
                bool isTaken = spool.TryPost(item);
                long took = Stopwatch.GetTimestamp() - start;
                while (!isTaken)
                {
                    refused++;
                    await Task.Delay(1);
                    isTaken = spool.TryPost(item);
                }

                if (ticks is not null)
                {
                    ticks[i] = took;
                }
            }
        }

        while (spool.Range.Last < from + count - 1)
        {
            await Task.Delay(1);
        }

        return refused;
    }

    private static async Task ReadBackAsync(SpoolOptions options, Dictionary<string, object> result)
    {
        long start = Stopwatch.GetTimestamp();
        await using EventSpool spool = EventSpool.Open(options, TimeProvider.System, NullLogger.Instance);
        result["openSeconds"] = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3);
        using ISpoolReader reader = spool.OpenReader("bench", fromOldest: true);
        start = Stopwatch.GetTimestamp();
        long events = 0;
        while (reader.Committed < spool.Range.Last)
        {
            IReadOnlyList<SpooledEvent> batch = await reader.ReadAsync(ReadEvents, ReadBytes, CancellationToken.None);
            events += batch.Count;
            reader.Commit(batch[^1].Sequence);
        }

        result["readBackPerSecond"] = Math.Round(events / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static double Microseconds(long[] sorted, double quantile)
    {
        int at = Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile));
        return Math.Round(sorted[at] * 1e6 / Stopwatch.Frequency, 2);
    }
}
