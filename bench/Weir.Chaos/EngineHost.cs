using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Export.Configuration;
using Weir.Export.Delivery;
using Weir.Export.Events;
using Weir.Export.Spool;

namespace Weir.Chaos;

/// <summary>The delivery part alone in a process: spool, sinks from properties, and <c>POST /api/v1/events</c>. It is what gets killed.</summary>
public static class EngineHost
{
    /// <summary>Runs until the process is killed.</summary>
    /// <param name="port">Port on loopback.</param>
    /// <param name="data">Data folder.</param>
    /// <param name="properties">Properties, those of sinks among them.</param>
    public static async Task RunAsync(int port, string data, IReadOnlyDictionary<string, string> properties)
    {
        await using EventSpool spool = EventSpool.Open(new SpoolOptions { Directory = Path.Combine(data, "spool") }, TimeProvider.System, NullLogger.Instance);
        await using DeliveryService delivery = new(spool, Options(Path.Combine(data, "delivery")));
        List<Diagnostic> problems = [];
        IReadOnlyList<SinkDefinition> sinks = SinkProperties.Read(properties, Weir.Export.Sinks.SinkTypes.All, problems);
        problems.AddRange(await delivery.ApplyAsync(sinks, CancellationToken.None));
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join("; ", problems));
        }

        EventDefaults defaults = new() { Clock = new EventClock(TimeProvider.System), Time = TimeProvider.System, Service = "chaos" };
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using WebApplication app = builder.Build();
        app.Run(http => http.Request.Method == "POST" ? TakeAsync(http, spool, defaults) : http.Response.WriteAsync("weir-chaos"));
        await app.RunAsync();
    }

    /// <summary>Options of delivery for a folder.</summary>
    public static DeliveryOptions Options(string folder) => new() { Folder = folder, Logs = NullLoggerFactory.Instance, HostName = "chaos", Version = "0" };

    private static async Task TakeAsync(HttpContext http, EventSpool spool, EventDefaults defaults)
    {
        using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body);
        List<Diagnostic> problems = [];
        List<Task<long>> appends = [];
        foreach (Range line in Lines(body.ToArray()))
        {
            if (EventJson.TryRead(body.GetBuffer().AsSpan(0, (int)body.Length)[line], defaults, out WeirEvent? item, problems))
            {
                appends.Add(spool.AppendAsync(item!, CancellationToken.None).AsTask());
            }
        }

        try
        {
            await Task.WhenAll(appends);
            http.Response.StatusCode = problems.Count == 0 ? 201 : 400;
        }
        catch (IOException)
        {
            http.Response.StatusCode = 503;
        }
    }

    private static List<Range> Lines(byte[] body)
    {
        List<Range> lines = [];
        for (int start = 0; start < body.Length;)
        {
            int length = body.AsSpan(start).IndexOf((byte)'\n');
            int end = length < 0 ? body.Length : start + length;
            lines.Add(start..end);
            start = end + 1;
        }

        return lines;
    }
}
