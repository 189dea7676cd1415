using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Chaos;

/// <summary>How fast what waited during an outage goes out: a full spool, then a Loki stub in a process of its own.</summary>
internal static class DrainRun
{
    private const int Waves = 1_000;

    /// <summary>Fills, drains, and says the rate.</summary>
    /// <returns>True when the stub counted every event once.</returns>
    public static async Task<bool> RunAsync(int events, Action<string> say, CancellationToken cancel)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("weir-drain-");
        ProcessStartInfo start = new("dotnet", [typeof(DrainRun).Assembly.Location, "stub"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process stub = Process.Start(start) ?? throw new InvalidOperationException("dotnet cannot be started");
        try
        {
            string port = await stub.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("the stub does not start");
            await using EventSpool spool = EventSpool.Open(new SpoolOptions { Directory = Path.Combine(data.FullName, "spool") }, TimeProvider.System, NullLogger.Instance);
            TimeSpan filling = await FillAsync(spool, events, cancel);
            await using DeliveryService delivery = new(spool, EngineHost.Options(Path.Combine(data.FullName, "delivery")));
            Dictionary<string, string> properties = new() { ["weir.loki.url"] = $"http://127.0.0.1:{port}", ["weir.loki.start"] = "oldest" };
            long begun = Stopwatch.GetTimestamp();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            IReadOnlyList<Diagnostic> problems = await delivery.ApplyAsync(SinkProperties.Read(properties, Weir.Export.Sinks.SinkTypes.All, []), cancel);
            while (problems.Count == 0 && delivery.Sinks[0].Events!.Waiting > 0)
            {
                await Task.Delay(10, cancel);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(begun);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            using HttpClient http = new();
            int counted = int.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), cancel), CultureInfo.InvariantCulture);
            SinkHealth health = delivery.Sinks[0].Events!;
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"Drain: {events} events from the spool to a Loki stub in {took.TotalSeconds:0.00} s, {events / took.TotalSeconds:0} events/s, {cpu.TotalMicroseconds / events:0.0} us of CPU an event, {health.Requests} requests; into the spool {events / filling.TotalSeconds:0} events/s; {counted} counted by the stub."));
            return counted == events;
        }
        finally
        {
            stub.StandardInput.Close();
            stub.Kill();
            data.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> FillAsync(EventSpool spool, int events, CancellationToken cancel)
    {
        EventClock clock = new(TimeProvider.System);
        long begun = Stopwatch.GetTimestamp();
        for (int done = 0; done < events; done += Waves)
        {
            await Task.WhenAll(Enumerable.Range(done, Math.Min(Waves, events - done)).Select(i => spool.AppendAsync(Event(i, clock), cancel).AsTask()));
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    // As the article's app would say it.
    private static WeirEvent Event(int number, EventClock clock) => new()
    {
        Id = number.ToString(CultureInfo.InvariantCulture),
        TimeNs = clock.Now(),
        Kind = EventKinds.ScriptMade,
        Service = "ddos-protect",
        Severity = EventSeverity.Warning,
        Message = "drop udp_amplification 10.0.0.1 local 53",
        Fields =
        [
            new("action", FieldValue.Of("drop")), new("attack", FieldValue.Of("udp_amplification")), new("ip", FieldValue.Of("10.0.0.1")), new("group", FieldValue.Of("local")),
            new("protocol", FieldValue.Of("53")),
        ],
    };
}
