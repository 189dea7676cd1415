using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Weir.Latency;

/// <summary>The HTTP receiver at the end of the way, with the clock all three programs share (CLOCK_MONOTONIC).</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly long[] _sent;
    private readonly long[] _handled;
    private readonly long[] _received;
    private int _count;

    private Receiver(int capacity)
    {
        _sent = new long[capacity];
        _handled = new long[capacity];
        _received = new long[capacity];
        for (int i = 0; i < capacity; i++)
        {
            _numbers[Crossing.Key(i)] = i;
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string Address { get; private set; } = "";

    public static async Task<Receiver> StartAsync(int events)
    {
        Receiver receiver = new(events + 1_000);
        await receiver._application.StartAsync();
        receiver.Address = receiver._application.Urls.Single();
        return receiver;
    }

    public void Sent(int number) => _sent[number] = Stopwatch.GetTimestamp();

    public async Task WaitAsync(int count, TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        while (Volatile.Read(ref _count) < count && !limit.IsCancellationRequested)
        {
            await Task.Delay(50);
        }
    }

    public void Report(TextWriter output, int skip, int events)
    {
        int[] arrived = [.. Enumerable.Range(skip, events).Where(i => _received[i] != 0)];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{arrived.Length} of {events} events arrived"));
        output.WriteLine("| from the datagram's sending to | median | p90 | p99 | max |");
        output.WriteLine("|---|---|---|---|---|");
        Row(output, "the script's handler", [.. arrived.Select(i => _handled[i] - _sent[i])]);
        Row(output, "the HTTP receiver", [.. arrived.Select(i => _received[i] - _sent[i])]);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Row(TextWriter output, string what, long[] ticks)
    {
        Array.Sort(ticks);
        string[] cells = [.. ((double[])[0.5, 0.9, 0.99, 1]).Select(q =>
            (ticks[(int)Math.Min(ticks.Length - 1, q * ticks.Length)] * 1e3 / Stopwatch.Frequency).ToString("F2", CultureInfo.InvariantCulture) + " ms")];
        output.WriteLine($"| {what} | {string.Join(" | ", cells)} |");
    }

    private async Task HandleAsync(HttpContext context)
    {
        long now = Stopwatch.GetTimestamp();
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        if (_numbers.TryGetValue(body.RootElement.GetProperty("key").GetString()!, out int number))
        {
            _handled[number] = long.Parse(body.RootElement.GetProperty("handled").GetString()!, CultureInfo.InvariantCulture);
            _received[number] = now;
            Interlocked.Increment(ref _count);
        }
    }
}
