using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Weir.Testing.Servers;

/// <summary>Graphite's carbon-cache (Debian package graphite-carbon).</summary>
public sealed class CarbonServer : IAsyncDisposable
{
    private readonly ServerProcess _process = new();

    private CarbonServer(int port) => Port = port;

    /// <summary>Its plain text port on loopback.</summary>
    public int Port { get; }

    /// <summary>Starts it: every value of every second is kept, and written as soon as it can.</summary>
    public static async Task<CarbonServer> StartAsync(CancellationToken cancel)
    {
        int[] ports = ServerProcess.FreePorts(3);
        CarbonServer server = new(ports[0]);
        ServerProcess process = server._process;
        await File.WriteAllTextAsync(process.PathOf("storage-schemas.conf"), "[all]\npattern = .*\nretentions = 1s:1h\n", cancel);
        await File.WriteAllTextAsync(
            process.PathOf("carbon.conf"),
            string.Create(CultureInfo.InvariantCulture, $"""
            [cache]
            STORAGE_DIR = {process.Folder}/
            LOCAL_DATA_DIR = {process.Folder}/whisper/
            CONF_DIR = {process.Folder}/
            LOG_DIR = {process.Folder}/log/
            PID_DIR = {process.Folder}/
            DATABASE = whisper
            USER =
            MAX_CACHE_SIZE = inf
            MAX_UPDATES_PER_SECOND = inf
            MAX_CREATES_PER_MINUTE = inf
            LINE_RECEIVER_INTERFACE = 127.0.0.1
            LINE_RECEIVER_PORT = {ports[0]}
            ENABLE_UDP_LISTENER = False
            PICKLE_RECEIVER_INTERFACE = 127.0.0.1
            PICKLE_RECEIVER_PORT = {ports[1]}
            CACHE_QUERY_INTERFACE = 127.0.0.1
            CACHE_QUERY_PORT = {ports[2]}
            WHISPER_AUTOFLUSH = True
            ENABLE_TAGS = False
            TAG_HASH_FILENAMES = False
            """),
            cancel);
        process.Start("carbon-cache", ["--config=" + process.PathOf("carbon.conf"), "--nodaemon", "--pidfile=" + process.PathOf("carbon.pid"), "--logfile=-", "start"]);
        await process.WhenReadyAsync(
            async () =>
            {
                using TcpClient probe = new();
                await probe.ConnectAsync("127.0.0.1", ports[0], cancel);
                return true;
            },
            cancel);
        return server;
    }

    /// <summary>The value that whisper has for a name without tags at a second; null while it has none.</summary>
    public Task<double?> ValueAsync(string name, long second, CancellationToken cancel) =>
        ReadAsync(Path.Combine(_process.Folder, "whisper", name.Replace('.', '/') + ".wsp"), second, cancel);

    /// <summary>The same for a name with tags, in carbon's own spelling: <c>name;a=b</c> ordered by tag.</summary>
    public Task<double?> TaggedValueAsync(string name, long second, CancellationToken cancel)
    {
        string folder = Path.Combine(_process.Folder, "whisper", "_tagged");
        string file = name.Replace(".", "_DOT_", StringComparison.Ordinal) + ".wsp";
        string? path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.wsp", SearchOption.AllDirectories).FirstOrDefault(p => Path.GetFileName(p) == file) : null;
        return path is null ? Task.FromResult<double?>(null) : ReadAsync(path, second, cancel);
    }

    /// <summary>What the server said last.</summary>
    public string Tail => _process.Tail;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<double?> ReadAsync(string path, long second, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string from = (second - 1).ToString(CultureInfo.InvariantCulture);
        string until = second.ToString(CultureInfo.InvariantCulture);
        string json = await ServerProcess.RunAsync("whisper-fetch", ["--json", "--from=" + from, "--until=" + until, path], cancel);
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement value = document.RootElement.GetProperty("values")[0];
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }
}
