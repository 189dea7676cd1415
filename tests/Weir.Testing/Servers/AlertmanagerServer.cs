using System.Globalization;
using System.Text.Json;

namespace Weir.Testing.Servers;

/// <summary>Prometheus' Alertmanager (Debian package prometheus-alertmanager), alone.</summary>
public sealed class AlertmanagerServer : HttpServer
{
    private AlertmanagerServer(int port)
        : base(port)
    {
    }

    /// <summary>Starts it with one receiver that does nothing.</summary>
    public static async Task<AlertmanagerServer> StartAsync(CancellationToken cancel)
    {
        int port = ServerProcess.FreePorts(1)[0];
        AlertmanagerServer server = new(port);
        await File.WriteAllTextAsync(server.Process.PathOf("alertmanager.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n", cancel);
        server.Process.Start(
            "prometheus-alertmanager",
            [
                "--config.file=" + server.Process.PathOf("alertmanager.yml"), "--storage.path=" + server.Process.PathOf("data"),
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--cluster.listen-address=", "--log.level=warn",
            ]);
        await server.WhenAnswersAsync("-/ready", cancel);
        return server;
    }

    /// <summary>Alerts that fire, each as <c>label=value,... summary startsAt</c>, ordered.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync(CancellationToken cancel)
    {
        JsonElement alerts = await GetAsync("api/v2/alerts", cancel);
        return [.. alerts.EnumerateArray()
            .Select(a => $"{Map(a.GetProperty("labels"))} {a.GetProperty("annotations").GetProperty("summary").GetString()} {a.GetProperty("startsAt").GetString()}")
            .Order(StringComparer.Ordinal)];
    }

    private static string Map(JsonElement map) => string.Join(',', map.EnumerateObject().OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}={l.Value.GetString()}"));
}
