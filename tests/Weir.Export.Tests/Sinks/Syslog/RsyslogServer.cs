using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Testing;
using Weir.Testing.Receivers;

namespace Weir.Export.Tests.Sinks.Syslog;

/// <summary>A real rsyslog with a folder and ports of its own, that can be stopped and started again.</summary>
internal sealed class RsyslogServer : IAsyncDisposable
{
    public const string Missing = "rsyslogd is not installed";
    public const string MissingTls = "rsyslog has no TLS module (packages rsyslog-gnutls, rsyslog-openssl; WEIR_RSYSLOG_MODULES names another folder)";

    private static readonly string[] Programs = ["/usr/sbin/rsyslogd", "/usr/bin/rsyslogd", "/sbin/rsyslogd"];

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-rsyslog").FullName;
    private Process? _process;

    private RsyslogServer(TestCertificates? certificates)
    {
        UdpPort = FreePort(SocketType.Dgram, ProtocolType.Udp);
        TcpPort = FreePort(SocketType.Stream, ProtocolType.Tcp);
        certificates?.WriteTo(_folder);
        File.WriteAllText(Path.Combine(_folder, "rsyslog.conf"), Configuration(certificates is not null));
    }

    public static string? Program => Programs.FirstOrDefault(File.Exists);

    /// <summary>The driver's name, or null. GnuTLS first: the other one loses what it is sent now and then, see docs/sinks/syslog.md.</summary>
    public static string? TlsDriver => new[] { "gtls", "ossl" }
        .FirstOrDefault(driver => ModuleFolders.Any(folder => File.Exists(Path.Combine(folder, $"lmnsd_{driver}.so"))));

    public int UdpPort { get; }

    public int TcpPort { get; }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    public string ClientFile => Path.Combine(_folder, "client.pem");

    public string ClientKeyFile => Path.Combine(_folder, "client.key");

    /// <summary>What rsyslog wrote: facility.severity|time|host|app|msgid|structured data|message.</summary>
    public string[] Lines => File.Exists(OutputFile) ? File.ReadAllText(OutputFile).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    private static IEnumerable<string> ModuleFolders =>
        [.. (Environment.GetEnvironmentVariable("WEIR_RSYSLOG_MODULES") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/lib/x86_64-linux-gnu/rsyslog", "/usr/lib/aarch64-linux-gnu/rsyslog", "/usr/lib64/rsyslog", "/usr/lib/rsyslog"];

    private string OutputFile => Path.Combine(_folder, "out.log");

    public static async Task<RsyslogServer> StartAsync(TestCertificates? certificates = null)
    {
        RsyslogServer server = new(certificates);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = new(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-n");
        start.ArgumentList.Add("-f" + Path.Combine(_folder, "rsyslog.conf"));
        start.ArgumentList.Add("-i" + Path.Combine(_folder, "pid"));
        start.ArgumentList.Add("-M" + string.Join(':', ModuleFolders.Where(Directory.Exists)));
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Assert.True(await Condition.HoldsAsync(() => Listens("tcp", TcpPort) && Listens("udp", UdpPort), TestContext.Current.CancellationToken), "rsyslogd does not listen");
    }

    /// <summary>Ends it as a service manager does; what it has read it writes first.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            using Process ends = process;
            using Process kill = Process.Start("kill", ends.Id.ToString(CultureInfo.InvariantCulture));
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await ends.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, true);
    }

    private static int FreePort(SocketType type, ProtocolType protocol)
    {
        using Socket socket = new(AddressFamily.InterNetwork, type, protocol);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool Listens(string protocol, int port)
    {
        string wanted = string.Create(CultureInfo.InvariantCulture, $"0100007F:{port:X4} 00000000:0000");
        return File.ReadAllText("/proc/net/" + protocol).Contains(wanted, StringComparison.Ordinal);
    }

    private string Configuration(bool tls)
    {
        // Left alone, rsyslog gives its queue in memory 10 ms to empty when it is stopped, and forgets what is left.
        string certificates = tls ? $"""
            defaultNetstreamDriver="{TlsDriver}" defaultNetstreamDriverCAFile="{_folder}/ca.pem" defaultNetstreamDriverCertFile="{_folder}/server.pem" defaultNetstreamDriverKeyFile="{_folder}/server.key"
            """ : "";
        string stream = tls ? $"""
            StreamDriver.Name="{TlsDriver}" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid"
            """ : "";
        return $"""
            global(workDirectory="{_folder}" maxMessageSize="64k" {certificates})
            main_queue(queue.type="LinkedList" queue.timeoutShutdown="20000" queue.timeoutActionCompletion="20000")
            module(load="imudp")
            module(load="imtcp" {stream})
            template(name="out" type="string" string="%syslogfacility-text%.%syslogseverity-text%|%timereported:::date-rfc3339%|%hostname%|%app-name%|%msgid%|%structured-data%|%msg%\n")
            input(type="imudp" address="127.0.0.1" port="{UdpPort}" ruleset="all")
            input(type="imtcp" address="127.0.0.1" port="{TcpPort}" ruleset="all")
            ruleset(name="all") {"{"} action(type="omfile" file="{OutputFile}" template="out") {"}"}
            """;
    }
}
