using System.Net;

namespace Weir.Bgp.Tests.Peers;

/// <summary>A BGP daemon of Debian on a loopback address, in a folder of its own.</summary>
internal abstract class BgpPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected BgpPeer(PeerSettings settings)
    {
        Settings = settings;
        Folder = Directory.CreateTempSubdirectory("bgp-peer-").FullName;
        // Daemons that give up root must still reach their folder.
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_111_111);
    }

    public PeerSettings Settings { get; }

    public string Folder { get; }

    protected PeerProcess? Process { get; set; }

    /// <summary>Daemons that it needs beside it.</summary>
    protected List<PeerProcess> Beside { get; } = [];

    public static BgpPeer Make(string name, PeerSettings settings) => name switch
    {
        "gobgpd" => new GobgpPeer(settings),
        "bird" => new BirdPeer(settings),
        "frr" => new FrrPeer(settings),
        _ => new ExabgpPeer(settings),
    };

    public static bool IsInstalled(string name) => name switch
    {
        "gobgpd" => File.Exists("/usr/bin/gobgpd"),
        "bird" => File.Exists("/usr/sbin/bird"),
        "frr" => File.Exists("/usr/lib/frr/bgpd") && File.Exists("/usr/bin/vtysh"),
        _ => File.Exists("/usr/sbin/exabgp"),
    };

    public static int FreePort(string address) => Weir.Testing.Servers.FreePort.On(IPAddress.Parse(address));

    public abstract void Start();

    /// <summary>Makes it announce 198.51.100.0/24 by way of 192.0.2.1 and of 192.0.2.2, both to us (RFC 7911); see <see cref="PeerSettings.SendsPaths"/>.</summary>
    public virtual Task OriginatePathsAsync() => Task.CompletedTask;

    /// <summary>The peer's own account of its routes, one block of text for each.</summary>
    public abstract Task<IReadOnlyList<string>> RoutesAsync();

    /// <summary>What the peer shows for a component or an action; null where it has no name for it.</summary>
    public abstract string? Shows(string word);

    /// <summary>Stops it where it stands: its sockets stay open and say nothing.</summary>
    public void Freeze() => Process?.Signal("STOP");

    public void Kill()
    {
        Process?.Kill();
        Process?.Dispose();
        Process = null;
        Beside.ForEach(static p => p.Dispose());
        Beside.Clear();
    }

    /// <summary>Waits until a route's block, found by its address, holds every text; fails with what the peer shows instead.</summary>
    public Task ExpectAsync(string address, params string?[] texts) => ExpectAllAsync([(address, texts)]);

    /// <summary>Waits until the peer shows every route with its texts at once; fails with what it shows instead.</summary>
    public async Task ExpectAllAsync(IReadOnlyList<(string Address, string?[] Texts)> wanted)
    {
        string seen = "";
        string missing = "";
        bool holds = await HoldsAsync(routes =>
        {
            seen = string.Join('\n', routes);
            missing = string.Join("; ", wanted.Where(w => !routes.Any(r => IsOf(r, w.Address, w.Texts))).Select(static w => $"{w.Address} with {string.Join(" and ", w.Texts)}"));
            return missing.Length == 0;
        });
        Assert.True(holds, $"{missing} expected, but {GetType().Name} shows:\n{seen}\n{Process?.Tail}");
    }

    /// <summary>Waits until no block holds any of the addresses.</summary>
    public async Task ExpectGoneAsync(params string[] addresses)
    {
        string seen = "";
        bool holds = await HoldsAsync(routes =>
        {
            seen = string.Join('\n', routes);
            return !routes.Any(r => addresses.Any(a => IsOf(r, a)));
        });
        Assert.True(holds, $"{string.Join(", ", addresses)} should be gone, but {GetType().Name} shows:\n{seen}");
    }

    public async Task<bool> HasAsync(string address) => (await RoutesAsync()).Any(r => r.Contains(address + "/", StringComparison.Ordinal));

    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

    private static bool IsOf(string route, string address, params string?[] texts) =>
        route.Contains(address + "/", StringComparison.Ordinal) && texts.All(t => t is null || route.Contains(t, StringComparison.Ordinal));

    protected PeerProcess Run(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) => Settings.Namespace is string name
        ? new PeerProcess("ip", ["netns", "exec", name, file, .. arguments], environment)
        : new PeerProcess(file, arguments, environment);

    protected string WriteFile(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<bool> HoldsAsync(Predicate<IReadOnlyList<string>> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        using PeriodicTimer timer = new(Interval);
        while (!condition(await RoutesAsync()))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return true;
    }
}
