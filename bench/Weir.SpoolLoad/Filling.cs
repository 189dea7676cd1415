using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Spool;

namespace Weir.SpoolLoad;

/// <summary>Fills the file system under a spool, makes room again, and checks that nothing accepted or posted is missing.</summary>
internal static class Filling
{
    private const int BallastBytes = 1_000_000;
    private const int Posted = 50;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        string ballast = Path.Combine(options.Target, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[BallastBytes]);
        SpoolOptions spoolOptions = new() { Directory = Path.Combine(options.Target, "spool"), SegmentBytes = 1_000_000, RetryInterval = TimeSpan.FromMilliseconds(20) };
        long next = 1;
        string refusal = "";
        await using (EventSpool spool = EventSpool.Open(spoolOptions, TimeProvider.System, NullLogger.Instance))
        {
            while (refusal.Length == 0)
            {
                try
                {
                    await spool.AppendAsync(LoadOptions.Event(next), CancellationToken.None);
                    next++;
                }
                catch (IOException e)
                {
                    refusal = e.Message;
                }
            }

            long accepted = next - 1;
            for (int i = 0; i < Posted; i++)
            {
                Demand(spool.TryPost(LoadOptions.Event(next++)), "a posted event was refused");
            }

            long failed = spool.Statistics.FailedCommits;
            while (spool.Statistics.FailedCommits < failed + 2)
            {
                await Task.Delay(5);
            }

            Demand(spool.Range.Last == accepted, "something was accepted on a full disk");
            File.Delete(ballast);
            while (spool.Range.Last < accepted + Posted)
            {
                await Task.Delay(5);
            }

            Demand(await spool.AppendAsync(LoadOptions.Event(next++), CancellationToken.None) == next - 1, "the last event has another number");
        }

        await using EventSpool again = EventSpool.Open(spoolOptions, TimeProvider.System, NullLogger.Instance);
        long expected = 1;
        while (again.Peek(expected, 1_000) is { Count: > 0 } some)
        {
            foreach (SpooledEvent item in some)
            {
                Demand(item.Sequence == expected && item.Event.Id == LoadOptions.Event(expected).Id, "an event is missing");
                expected++;
            }
        }

        Demand(expected == next, "the last events are missing");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{expected - 1} events; refused in between: {refusal}"));
        return 0;
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new IOException(otherwise);
        }
    }
}
