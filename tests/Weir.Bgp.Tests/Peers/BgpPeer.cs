using System.Net;
using System.Net.Sockets;

namespace Weir.Bgp.Tests.Peers;

/// <summary>A BGP daemon of Debian on a loopback address, in a folder of its own.</summary>
internal abstract class BgpPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

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

    public static int FreePort(string address)
    {
        using TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public abstract void Start();

    /// <summary>The peer's own account of its routes, one block of text for each.</summary>
    public abstract Task<IReadOnlyList<string>> RoutesAsync();

    /// <summary>What the peer shows for a component or an action; null where it has no name for it.</summary>
    public abstract string? Shows(string word);

    public void Kill()
    {
        Process?.Kill();
        Process?.Dispose();
        Process = null;
    }

    /// <summary>Waits until a route's block, found by its address, holds every text; fails with what the peer shows instead.</summary>
    public async Task ExpectAsync(string address, params string?[] texts)
    {
        string seen = "";
        bool holds = await HoldsAsync(routes =>
        {
            seen = string.Join('\n', routes);
            return routes.Any(r => r.Contains(address + "/", StringComparison.Ordinal) && texts.All(t => t is null || r.Contains(t, StringComparison.Ordinal)));
        });
        Assert.True(holds, $"{address} with {string.Join(" and ", texts)} was expected, but {GetType().Name} shows:\n{seen}\n{Process?.Tail}");
    }

    /// <summary>Waits until no block holds the address.</summary>
    public async Task ExpectGoneAsync(string address)
    {
        string seen = "";
        bool holds = await HoldsAsync(routes =>
        {
            seen = string.Join('\n', routes);
            return !routes.Any(r => r.Contains(address + "/", StringComparison.Ordinal));
        });
        Assert.True(holds, $"{address} was expected to be gone, but {GetType().Name} shows:\n{seen}");
    }

    public async Task<bool> HasAsync(string address) => (await RoutesAsync()).Any(r => r.Contains(address + "/", StringComparison.Ordinal));

    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

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
