using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Weir.Chaos;

/// <summary>A Loki that only counts the entries pushed, so that it is not what is measured.</summary>
internal static class StubReceiver
{
    private static readonly byte[] Values = "values"u8.ToArray();

    /// <summary>Says its port on standard output, and runs until standard input ends.</summary>
    public static async Task RunAsync()
    {
        long entries = 0;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using WebApplication app = builder.Build();
        app.Run(async http =>
        {
            if (http.Request.Method == "GET")
            {
                await http.Response.WriteAsync(Interlocked.Read(ref entries).ToString(CultureInfo.InvariantCulture));
                return;
            }

            await using Stream body = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
            using MemoryStream all = new();
            await body.CopyToAsync(all);
            Interlocked.Add(ref entries, Count(all.GetBuffer().AsSpan(0, (int)all.Length)));
            http.Response.StatusCode = 204;
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await Console.In.ReadToEndAsync();
    }

    private static int Count(ReadOnlySpan<byte> push)
    {
        Utf8JsonReader reader = new(push);
        int entries = 0;
        int depth = -1;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Values))
            {
                depth = reader.CurrentDepth;
            }
            else if (reader.TokenType == JsonTokenType.StartArray && depth >= 0 && reader.CurrentDepth == depth + 1)
            {
                entries++;
            }
        }

        return entries;
    }
}
