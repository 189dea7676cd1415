using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Settings;
using Weir.Export.Spool;

namespace Weir.SpoolLoad;

/// <summary>Weir's own way from an event to a receiver: spool, delivery, Loki sink. Ends when everything is delivered.</summary>
internal static class Collecting
{
    private const int Window = 5_000;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        await using EventSpool spool = EventSpool.Open(new SpoolOptions { Directory = options.Target }, TimeProvider.System, NullLogger.Instance);
        DeliveryOptions delivery = new() { Folder = Path.Combine(options.Target, "letters"), Logs = NullLoggerFactory.Instance, HostName = "bench", Version = "0" };
        await using DeliveryService service = new(spool, delivery);
        Dictionary<string, SettingNode> settings = new()
        {
            ["url"] = new SettingNode($"http://127.0.0.1:{options.Number("--to", 0)}"),
            ["start"] = new SettingNode("oldest"),
            ["retry"] = new SettingNode(new Dictionary<string, SettingNode> { ["max"] = new SettingNode("1s") }),
        };
        if (await service.ApplyAsync([new SinkDefinition("bench", "loki", settings, "bench")], CancellationToken.None) is { Count: > 0 } problems)
        {
            throw new FormatException(string.Join("; ", problems));
        }

        // What was handed over is counted by the event's being accepted: after a kill the rest is handed over again, under the same ids.
        using Pace pace = new(options.Rate);
        Queue<Task<long>> window = new();
        for (long number = options.From; number < options.From + options.Events; number++)
        {
            await pace.NextAsync();
            window.Enqueue(spool.AppendAsync(LoadOptions.Event(number), CancellationToken.None).AsTask());
            if (window.Count >= Window)
            {
                Print(await window.Dequeue());
            }
        }

        foreach (Task<long> append in window)
        {
            Print(await append);
        }

        while (spool.Statistics.Readers.Any(one => one.Waiting > 0))
        {
            await Task.Delay(20);
        }

        return 0;
    }

    private static void Print(long sequence) => Console.WriteLine(sequence.ToString(CultureInfo.InvariantCulture));
}
