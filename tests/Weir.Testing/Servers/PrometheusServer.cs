using System.Globalization;
using System.Text.Json;

namespace Weir.Testing.Servers;

/// <summary>Prometheus, or VictoriaMetrics in its place: both take remote write and answer PromQL.</summary>
public sealed class PrometheusServer : HttpServer
{
    private PrometheusServer(int port)
        : base(port)
    {
    }

    /// <summary>Starts Prometheus with its remote write receiver (Debian package prometheus).</summary>
    public static async Task<PrometheusServer> StartAsync(CancellationToken cancel)
    {
        int port = ServerProcess.FreePorts(1)[0];
        PrometheusServer server = new(port);
        await File.WriteAllTextAsync(server.Process.PathOf("prometheus.yml"), "global: {scrape_interval: 1h}\n", cancel);
        server.Process.Start(
            "prometheus",
            [
                "--config.file=" + server.Process.PathOf("prometheus.yml"), "--storage.tsdb.path=" + server.Process.PathOf("data"),
                "--web.listen-address=" + Listen(port), "--web.enable-remote-write-receiver", "--log.level=warn",
            ]);
        await server.WhenAnswersAsync("-/ready", cancel);
        return server;
    }

    /// <summary>Starts VictoriaMetrics (Debian package victoria-metrics).</summary>
    public static async Task<PrometheusServer> StartVictoriaAsync(CancellationToken cancel)
    {
        int port = ServerProcess.FreePorts(1)[0];
        PrometheusServer server = new(port);
        server.Process.Start(
            "victoria-metrics",
            ["-httpListenAddr=" + Listen(port), "-storageDataPath=" + server.Process.PathOf("data"), "-search.latencyOffset=0s", "-loggerLevel=WARN", "-memory.allowedPercent=5"]);
        await server.WhenAnswersAsync("health", cancel);
        return server;
    }

    /// <summary>Samples of a selector: <c>name=value,...</c> ordered by name, to (time in ms, value as the server writes it), by a range query of raw samples.</summary>
    /// <param name="selector">Selector with its range: <c>sflow_x[5m]</c>.</param>
    /// <param name="timeMs">End of the range, in ms since the epoch.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<(long TimeMs, string Value)>>> SamplesAsync(string selector, long timeMs, CancellationToken cancel)
    {
        string time = (timeMs / 1_000m).ToString(CultureInfo.InvariantCulture);
        JsonElement answer = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(selector)}&time={time}", cancel);
        Dictionary<string, IReadOnlyList<(long, string)>> series = [];
        foreach (JsonElement result in answer.GetProperty("data").GetProperty("result").EnumerateArray())
        {
            // The two order labels differently.
            string labels = string.Join(',', result.GetProperty("metric").EnumerateObject().OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}={l.Value.GetString()}"));
            series[labels] =
                [.. result.GetProperty("values").EnumerateArray().Select(v => ((long)(v[0].GetDecimal() * 1_000), v[1].GetString()!))];
        }

        return series;
    }

    private static string Listen(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
