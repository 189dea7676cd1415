using System.Globalization;
using System.Text.Json;

namespace Weir.Testing.Servers;

/// <summary>InfluxDB 1.x (Debian package influxdb).</summary>
public sealed class InfluxServer : HttpServer
{
    private InfluxServer(int port)
        : base(port)
    {
    }

    /// <summary>Starts it with an empty database named <c>weir</c>.</summary>
    public static async Task<InfluxServer> StartAsync(CancellationToken cancel)
    {
        int[] ports = ServerProcess.FreePorts(2);
        InfluxServer server = new(ports[0]);
        string folder = server.Process.Folder;
        await File.WriteAllTextAsync(
            server.Process.PathOf("influxdb.conf"),
            string.Create(CultureInfo.InvariantCulture, $$"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{{ports[1]}}"
            [meta]
              dir = "{{folder}}/meta"
            [data]
              dir = "{{folder}}/data"
              wal-dir = "{{folder}}/wal"
            [http]
              bind-address = "127.0.0.1:{{ports[0]}}"
              log-enabled = false
            [monitor]
              store-enabled = false
            """),
            cancel);
        server.Process.Start("influxd", ["-config", server.Process.PathOf("influxdb.conf")]);
        await server.WhenAnswersAsync("ping", cancel);
        await server.PostAsync("query", "q=CREATE+DATABASE+weir", "application/x-www-form-urlencoded", cancel);
        return server;
    }

    /// <summary>Rows of a query against <c>weir</c> as compact JSON, with times in ns; empty when nothing matches.</summary>
    public async Task<string> QueryAsync(string query, CancellationToken cancel)
    {
        JsonElement answer = await GetAsync($"query?db=weir&epoch=ns&q={Uri.EscapeDataString(query)}", cancel);
        JsonElement result = answer.GetProperty("results")[0];
        return result.TryGetProperty("series", out JsonElement series) ? series.GetRawText() : result.TryGetProperty("error", out JsonElement error) ? error.GetRawText() : "";
    }
}
