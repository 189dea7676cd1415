using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Weir.SpoolLoad;

/// <summary>A receiver that keeps the number of every event it gets, over HTTP as Loki does or as lines over TCP.</summary>
internal static partial class Receiving
{
    private static readonly Lock Gate = new();

    public static async Task<int> RunAsync(LoadOptions options)
    {
        // Made by the first event, so that the file's birth says when that was.
        Lazy<StreamWriter> output = new(() => new StreamWriter(options.Target, append: true) { AutoFlush = true });
        int http = (int)options.Number("--http", 0);
        if (http > 0)
        {
            await ReceiveHttpAsync(http, output);
        }
        else
        {
            await ReceiveTcpAsync((int)options.Number("--tcp", 0), output);
        }

        return 0;
    }

    /// <summary>Counts what a receiver wrote.</summary>
    public static int Count(LoadOptions options)
    {
        Dictionary<long, int> seen = [];
        foreach (string line in File.Exists(options.Target) ? File.ReadLines(options.Target) : [])
        {
            long number = long.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture);
            seen[number] = seen.GetValueOrDefault(number) + 1;
        }

        long distinct = seen.Keys.Count(number => number >= 1 && number <= options.Events);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, long>
        {
            ["received"] = distinct,
            ["lost"] = options.Events - distinct,
            ["twice"] = seen.Values.Sum(times => (long)times - 1),
        }));
        return 0;
    }

    private static async Task ReceiveHttpAsync(int port, Lazy<StreamWriter> output)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using WebApplication app = builder.Build();
        app.Run(async context =>
        {
            Stream body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            using StreamReader reader = new(body, Encoding.UTF8);
            Keep(await reader.ReadToEndAsync(context.RequestAborted), output);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await app.RunAsync();
    }

    private static async Task ReceiveTcpAsync(int port, Lazy<StreamWriter> output)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        List<Task> connections = [];
        while (true)
        {
            connections.Add(ReadLinesAsync(await listener.AcceptTcpClientAsync(), output));
            connections.RemoveAll(one => one.IsCompleted);
        }
    }

    private static async Task ReadLinesAsync(TcpClient client, Lazy<StreamWriter> output)
    {
        using (client)
        {
            using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    Keep(line, output);
                }
            }
            catch (IOException)
            {
                // The sender was killed.
            }
        }
    }

    private static void Keep(string text, Lazy<StreamWriter> output)
    {
        StringBuilder numbers = new();
        foreach (ValueMatch match in Number().EnumerateMatches(text))
        {
            numbers.Append(text.AsSpan(match.Index + 7, match.Length - 8)).Append('\n');
        }

        lock (Gate)
        {
            output.Value.Write(numbers);
        }
    }

    [GeneratedRegex("number=[0-9]+;")]
    private static partial Regex Number();
}
