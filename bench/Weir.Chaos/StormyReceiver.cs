using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>A strict Loki in a process of its own, well or under faults and outages, as it is told.</summary>
internal static class StormyReceiver
{
    /// <summary>Says its port on standard output and is well; lines <c>storm</c> and <c>calm</c> change that. Runs until standard input ends.</summary>
    public static async Task RunAsync(int seed)
    {
        await using LokiReceiver receiver = new();
        await receiver.StartAsync();
        Console.WriteLine(receiver.Url.Port);
        Random random = new(seed);
        CancellationTokenSource? end = null;
        Task weather = Task.CompletedTask;
        while (await Console.In.ReadLineAsync() is { } wanted)
        {
            if (end is not null)
            {
                await end.CancelAsync();
                await weather;
                end.Dispose();
            }

            end = wanted == "storm" ? new CancellationTokenSource() : null;
            weather = end is null ? Task.CompletedTask : new Weather(receiver, random).RunAsync(end.Token);
        }

        end?.Dispose();
    }
}
