using Weir.Testing.Receivers;

namespace Weir.Chaos;

/// <summary>A strict Loki in a process of its own, well or under faults and outages.</summary>
internal static class StormyReceiver
{
    /// <summary>Says its port on standard output, and runs until standard input ends.</summary>
    public static async Task RunAsync(int seed, bool isCalm)
    {
        await using LokiReceiver receiver = new();
        await receiver.StartAsync();
        Console.WriteLine(receiver.Url.Port);
        using CancellationTokenSource end = new();
        Task weather = isCalm ? Task.CompletedTask : new Weather(receiver, new Random(seed)).RunAsync(end.Token);
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await end.CancelAsync();
        await weather;
    }
}
