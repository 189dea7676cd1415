using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Weir.Testing;

namespace Weir.EndToEnd.Tests.Lab;

/// <summary>A real sFlow agent with real traffic: Open vSwitch between two network namespaces.</summary>
/// <remarks>
/// The switch runs with its own database in a folder of its own and forwards in user space, so neither a kernel module nor the
/// system's own switch is touched. Everything has a name that is unique to the lab and is gone after <see cref="Dispose"/>.
/// <code>
/// client namespace 10.99.0.1 -- veth -- bridge -- veth -- 10.99.0.2 server namespace
///                                         |
///                                         +-- sFlow to 127.0.0.1
/// </code>
/// </remarks>
internal sealed class OvsLab : IDisposable
{
    /// <summary>Tests that use a lab belong to this collection: there can be one at a time.</summary>
    public const string Collection = "Open vSwitch";

    /// <summary>Port on the server that takes the stream and answers nothing.</summary>
    public const int StreamPort = 5001;

    /// <summary>Port on the server that nobody listens on.</summary>
    public const int ClosedPort = 5999;

    private const string Datapath = "ovs-netdev"; // The name is fixed in Open vSwitch, so there can be one lab at a time.
    private const string Schema = "/usr/share/openvswitch/vswitch.ovsschema";
    private static readonly TimeSpan SendTick = TimeSpan.FromMilliseconds(5);

    private readonly string _id = Guid.NewGuid().ToString("N")[..6];
    private readonly string _folder;
    private readonly Stack<IDisposable> _cleanup = new();

    private OvsLab()
    {
        _folder = Directory.CreateTempSubdirectory("weir-ovs-").FullName;
    }

    /// <summary>Address of the client, inside the lab only.</summary>
    public static IPAddress ClientAddress { get; } = IPAddress.Parse("10.99.0.1");

    /// <summary>Address of the server, inside the lab only.</summary>
    public static IPAddress ServerAddress { get; } = IPAddress.Parse("10.99.0.2");

    /// <summary>Why the lab cannot be set up here; null when it can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "the Open vSwitch lab needs Linux and root, to make network namespaces";
        }

        string? missing = new[] { "ip", "ovs-vswitchd", "ovsdb-server", "ovsdb-tool", "ovs-vsctl" }.FirstOrDefault(p => !Shell.Has(p));
        if (missing is not null)
        {
            return $"the Open vSwitch lab needs {missing} (packages openvswitch-switch and iproute2)";
        }

        if (!File.Exists("/dev/net/tun"))
        {
            return "the Open vSwitch lab needs /dev/net/tun";
        }

        return Directory.Exists($"/sys/class/net/{Datapath}")
            ? $"another Open vSwitch forwards in user space here (if none runs, an earlier one left its device: ip link del {Datapath})"
            : null;
    }

    /// <summary>Sets the lab up.</summary>
    /// <exception cref="InvalidOperationException">A step failed; everything is taken down again.</exception>
    public static async Task<OvsLab> CreateAsync(OvsLabOptions options, CancellationToken cancel)
    {
        OvsLab lab = new();
        try
        {
            await lab.StartSwitchAsync(cancel);
            lab.ConnectHosts();
            lab.ExportSFlow(options);
            return lab;
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    /// <summary>Sends a constant stream from the client to the server.</summary>
    /// <param name="count">Packets.</param>
    /// <param name="payloadBytes">UDP payload; the frame on the wire has 46 bytes more, with its check sequence.</param>
    /// <param name="packetsPerSecond">Rate.</param>
    /// <param name="cancel">Ends the stream early.</param>
    public async Task SendAsync(int count, int payloadBytes, double packetsPerSecond, CancellationToken cancel)
    {
        using Socket server = Server!.OpenUdp();
        server.Bind(new IPEndPoint(ServerAddress, StreamPort));
        using Socket client = Client!.OpenUdp();
        client.Connect(ServerAddress, StreamPort);
        byte[] payload = new byte[payloadBytes];
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(SendTick);
        for (int sent = 0; sent < count;)
        {
            int due = (int)Math.Min(count, 1 + (Stopwatch.GetElapsedTime(start).TotalSeconds * packetsPerSecond));
            for (; sent < due; sent++)
            {
                client.Send(payload);
            }

            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Sends to a closed port: the server's kernel answers each packet with an ICMP port unreachable.</summary>
    public async Task ProvokePortUnreachableAsync(int count, CancellationToken cancel)
    {
        using Socket client = Client!.OpenUdp();
        IPEndPoint closed = new(ServerAddress, ClosedPort);
        using PeriodicTimer timer = new(SendTick);
        for (int i = 0; i < count; i++)
        {
            client.SendTo(new byte[32], closed); // Not connected, so that the answer does not come back as an error.
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Takes everything down, in the opposite order.</summary>
    public void Dispose()
    {
        while (_cleanup.TryPop(out IDisposable? step))
        {
            step.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private NetworkNamespace? Client { get; set; }

    private NetworkNamespace? Server { get; set; }

    private string Bridge => $"wb{_id}";

    private async Task StartSwitchAsync(CancellationToken cancel)
    {
        string database = Path.Combine(_folder, "conf.db");
        string socket = Path.Combine(_folder, "db.sock");
        Shell.Run("ovsdb-tool", "create", database, Schema);
        StartDaemon("ovsdb-server", database, $"--remote=punix:{socket}", $"--unixctl={_folder}/db.ctl");
        Demand(await Condition.HoldsAsync(() => File.Exists(socket), cancel), "ovsdb-server did not open its socket");
        Control("--no-wait", "init");
        StartDaemon("ovs-vswitchd", $"unix:{socket}", $"--unixctl={_folder}/vs.ctl");
        _cleanup.Push(new Undo(RemoveDevices));
        Control("add-br", Bridge, "--", "set", "bridge", Bridge, "datapath_type=netdev");
    }

    // The switch makes its devices persistent; it takes them away only when told to.
    private void RemoveDevices()
    {
        Shell.TryRun("ovs-appctl", "-t", $"{_folder}/vs.ctl", "--timeout=10", "exit", "--cleanup");
        Shell.TryRun("ip", "link", "del", Bridge);
        Shell.TryRun("ip", "link", "del", Datapath);
    }

    private void ConnectHosts()
    {
        Client = Connect("c", ClientAddress);
        Server = Connect("s", ServerAddress);

        // Without this the kernel answers one packet a second at most.
        Server.Run("sysctl", "-q", "-w", "net.ipv4.icmp_ratelimit=0");
    }

    private NetworkNamespace Connect(string role, IPAddress address)
    {
        string inside = $"wv{_id}{role}h";
        string outside = $"wv{_id}{role}";
        NetworkNamespace host = new($"weir-{_id}-{role}");
        _cleanup.Push(host);
        Shell.Run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", host.Name);
        _cleanup.Push(new Undo(() => Shell.TryRun("ip", "link", "del", outside)));
        Shell.Run("ip", "link", "set", outside, "up");
        Shell.Run("ip", "-n", host.Name, "addr", "add", $"{address}/24", "dev", inside);
        Shell.Run("ip", "-n", host.Name, "link", "set", inside, "up");
        Shell.Run("ip", "-n", host.Name, "link", "set", "lo", "up");
        Control("add-port", Bridge, outside);
        return host;
    }

    private void ExportSFlow(OvsLabOptions options) => Control(
        "--",
        "--id=@s",
        "create",
        "sflow",
        "agent=lo",
        string.Create(CultureInfo.InvariantCulture, $"target=\"127.0.0.1:{options.SFlowPort}\""),
        string.Create(CultureInfo.InvariantCulture, $"header={options.HeaderBytes}"),
        string.Create(CultureInfo.InvariantCulture, $"sampling={options.Sampling}"),
        string.Create(CultureInfo.InvariantCulture, $"polling={options.PollingSeconds}"),
        "--",
        "set",
        "bridge",
        Bridge,
        "sflow=@s");

    private void Control(params string[] arguments) =>
        Shell.Run("ovs-vsctl", [$"--db=unix:{_folder}/db.sock", "--timeout=15", .. arguments]);

    private void StartDaemon(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, ["-vconsole:off", .. arguments, $"--log-file={_folder}/{program}.log"]);
        foreach (string name in new[] { "OVS_RUNDIR", "OVS_DBDIR", "OVS_LOGDIR", "OVS_SYSCONFDIR" })
        {
            start.Environment[name] = _folder;
        }

        Process process = Process.Start(start)!;
        _cleanup.Push(new Undo(() =>
        {
            process.Kill();
            process.WaitForExit(Condition.Patience);
            process.Dispose();
        }));
    }

    private static void Demand(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
