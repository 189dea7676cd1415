using System.Globalization;
using System.Net.Sockets;
using Weir.Testing.Receivers;

namespace Weir.Testing.Servers;

/// <summary>RabbitMQ (Debian package rabbitmq-server) with a node name, port mapper and folder of its own.</summary>
/// <remarks>Started without Debian's wrapper, which would change to another user and to the machine's own node.</remarks>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly ServerProcess _mapper = new();
    private readonly int[] _ports = ServerProcess.FreePorts(4);
    private readonly ServerProcess _server = new();

    private RabbitServer()
    {
    }

    /// <summary>True when broker and port mapper are there.</summary>
    public static bool IsInstalled => File.Exists(Program) && ServerProcess.IsInstalled("epmd");

    /// <summary>Address of the broker as its guest.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_ports[0]}/"));

    /// <summary>The same over TLS; only when it was started with certificates.</summary>
    public Uri SecureUrl => new(string.Create(CultureInfo.InvariantCulture, $"amqps://guest:guest@localhost:{_ports[3]}/"));

    /// <summary>Starts it.</summary>
    /// <param name="certificates">Listens with TLS as well.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<RabbitServer> StartAsync(TestCertificates? certificates, CancellationToken cancel)
    {
        RabbitServer server = new();
        string mapperPort = Text(server._ports[1]);
        server._mapper.Start("epmd", ["-port", mapperPort, "-address", "127.0.0.1"]);
        await server._mapper.WhenReadyAsync(() => ConnectsAsync(server._ports[1], cancel), cancel);
        await File.WriteAllTextAsync(server._server.PathOf("rabbitmq.conf"), server.Configuration(certificates), cancel);
        await File.WriteAllTextAsync(server._server.PathOf("enabled_plugins"), "[].\n", cancel);
        certificates?.WriteTo(server._server.Folder);
        await server.BootAsync(cancel);
        return server;
    }

    /// <summary>Ends the broker at once; what it had on disk stays.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>Starts it again after <see cref="KillAsync"/>, with the same data.</summary>
    public Task RestartAsync(CancellationToken cancel) => BootAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _mapper.DisposeAsync();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static async Task<bool> ConnectsAsync(int port, CancellationToken cancel)
    {
        using TcpClient probe = new();
        await probe.ConnectAsync("127.0.0.1", port, cancel);
        return true;
    }

    private string Configuration(TestCertificates? certificates)
    {
        string folder = _server.Folder;
        string plain = string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{_ports[0]}
            distribution.listener.interface = 127.0.0.1
            distribution.listener.port_range.min = {_ports[2]}
            distribution.listener.port_range.max = {_ports[2]}
            disk_free_limit.absolute = 10MB
            log.console = true
            log.console.level = error
            log.file = false

            """);
        return certificates is null ? plain : plain + string.Create(CultureInfo.InvariantCulture, $"""
            listeners.ssl.1 = 127.0.0.1:{_ports[3]}
            ssl_options.cacertfile = {folder}/ca.pem
            ssl_options.certfile = {folder}/server.pem
            ssl_options.keyfile = {folder}/server.key
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true

            """);
    }

    private async Task BootAsync(CancellationToken cancel)
    {
        string folder = _server.Folder;
        _server.Start(Program, [], new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = Text(_ports[1]),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"weir{_ports[0]}@localhost"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none.conf"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_DIST_PORT"] = Text(_ports[2]),
        });
        await _server.WhenReadyAsync(() => ConnectsAsync(_ports[0], cancel), cancel);
    }
}
