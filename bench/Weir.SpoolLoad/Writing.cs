using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Spool;

namespace Weir.SpoolLoad;

/// <summary>Appends numbered events, many at a time, and says of each that it was accepted.</summary>
internal static class Writing
{
    public static async Task<int> RunAsync(LoadOptions options)
    {
        await using EventSpool spool = EventSpool.Open(new SpoolOptions { Directory = options.Target, SegmentBytes = 1_000_000 }, TimeProvider.System, NullLogger.Instance);
        await using Stream output = Console.OpenStandardOutput();
        Queue<(long Number, Task<long> Append)> window = new();
        long next = options.From;
        long end = options.From + options.Events;
        int most = (int)options.Number("--window", 64);
        while (next < end || window.Count > 0)
        {
            while (next < end && window.Count < most)
            {
                window.Enqueue((next, spool.AppendAsync(LoadOptions.Event(next), CancellationToken.None).AsTask()));
                next++;
            }

            (long number, Task<long> append) = window.Dequeue();
            await append;
            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + "\n"));
        }

        return 0;
    }
}
