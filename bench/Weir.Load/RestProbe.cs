using System.Diagnostics;

namespace Weir.Load;

/// <summary>Asks REST paths in turn, one after another over one connection, and says how long the answers took.</summary>
internal sealed class RestProbe(Uri server, IReadOnlyList<string> paths, double seconds)
{
    /// <summary>Asks until the time is over.</summary>
    public async Task<IReadOnlyList<RestResult>> RunAsync()
    {
        using HttpClient client = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        List<double>[] times = [.. paths.Select(_ => new List<double>())];
        long[] bytes = new long[paths.Count];
        int[] failures = new int[paths.Count];
        Stopwatch all = Stopwatch.StartNew();
        for (int i = 0; all.Elapsed.TotalSeconds < seconds; i = (i + 1) % paths.Count)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                bytes[i] = (await client.GetByteArrayAsync(paths[i])).Length;
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            catch (HttpRequestException)
            {
                failures[i]++;
            }

            await Task.Delay(10);
        }

        return
        [
            .. paths.Select((path, i) => Result(path, times[i], bytes[i], failures[i])),
            Together(times, failures),
        ];
    }

    /// <summary>All paths as one: what a client that asks all of them waits.</summary>
    private static RestResult Together(List<double>[] times, int[] failures) =>
        Result("all of them", [.. times.Select(static t => t.Count > 0 ? t[0] : 0).Take(1), .. times.SelectMany(static t => t.Skip(1))], 0, failures.Sum());

    private static RestResult Result(string path, List<double> all, long bytes, int failures)
    {
        List<double> times = [.. all.Skip(1).Order()];
        double Quantile(double part) => times.Count == 0 ? 0 : times[Math.Min(times.Count - 1, (int)(times.Count * part))];
        return new RestResult(path, all.Count, failures, bytes, all.FirstOrDefault(), Quantile(0.5), Quantile(0.99));
    }
}
