namespace Weir.Bgp.Tests.Peers;

/// <summary>A Linux network namespace with loopback alone: what a daemon installs in its kernel stays in it and goes with it.</summary>
internal sealed class PeerNamespace : IDisposable
{
    private PeerNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Whether namespaces can be made here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.UserName == "root" && new[] { "/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip" }.Any(File.Exists);

    /// <summary>Makes one with addresses on its loopback interface.</summary>
    public static async Task<PeerNamespace> CreateAsync(params string[] addresses)
    {
        PeerNamespace created = new($"weir-bgp-{Guid.NewGuid().ToString("N")[..8]}");
        await PeerProcess.RunAsync("ip", "netns", "add", created.Name);
        await PeerProcess.RunAsync("ip", "-n", created.Name, "link", "set", "lo", "up");
        foreach (string address in addresses)
        {
            await PeerProcess.RunAsync("ip", "-n", created.Name, "addr", "add", address, "dev", "lo");
        }

        return created;
    }

    /// <summary>The blackhole routes of its kernel, both families.</summary>
    public async Task<string> BlackholesAsync() =>
        await PeerProcess.RunAsync("ip", "-n", Name, "route", "show", "type", "blackhole") + await PeerProcess.RunAsync("ip", "-n", Name, "-6", "route", "show", "type", "blackhole");

    public void Dispose()
    {
        // Processes inside are gone by now; the name is all that is left.
        Task<string> gone = PeerProcess.RunAsync("ip", "netns", "del", Name);
        gone.GetAwaiter().GetResult();
    }
}
