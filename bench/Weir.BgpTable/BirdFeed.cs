using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.BgpTable;

/// <summary>BIRD with the full table, ready to send it to whoever has a session with it.</summary>
internal sealed class BirdFeed : IDisposable
{
    public const string Address = "127.0.90.2";
    public const string WeirAddress = "127.0.90.1";
    public const string GobgpAddress = "127.0.90.3";

    private Child? _process;

    private BirdFeed()
    {
        Folder = Directory.CreateTempSubdirectory("weir-bgp-table-").FullName;
        Port = FreePort(Address);
        GobgpPort = FreePort(GobgpAddress);
    }

    /// <summary>Folder for everybody's files; gone with the feed.</summary>
    public string Folder { get; }

    /// <summary>Where BIRD listens.</summary>
    public int Port { get; }

    /// <summary>Where it expects gobgpd, which it dials.</summary>
    public int GobgpPort { get; }

    /// <summary>Starts it and waits until it has read the table.</summary>
    public static async Task<BirdFeed> StartAsync()
    {
        BirdFeed feed = new();
        string config = Path.Combine(feed.Folder, "bird.conf");
        await using (StreamWriter file = new(config, append: false, Encoding.ASCII))
        {
            file.Write(feed.Configuration());
            FullTable.Write(file);
        }

        await Console.Error.WriteLineAsync("bird reads the table");
        string socket = Path.Combine(feed.Folder, "sock");
        feed._process = new Child("/usr/sbin/bird", "-f", "-c", config, "-s", socket, "-P", Path.Combine(feed.Folder, "pid"));
        string wanted = string.Create(CultureInfo.InvariantCulture, $"{FullTable.Prefixes4} of {FullTable.Prefixes4} routes for {FullTable.Prefixes4} networks in table master4");
        await Child.UntilAsync("BIRD's table", TimeSpan.FromMilliseconds(500), async () =>
            File.Exists(socket) && (await Child.RunAsync("/usr/sbin/birdc", "-s", socket, "show", "route", "table", "master4", "count")).Contains(wanted, StringComparison.Ordinal));
        return feed;
    }

    public static int FreePort(string address)
    {
        using TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Configuration() => $$"""
        router id 10.0.0.2;
        protocol device { }
        template bgp feed {
          local {{Address}} port {{Port}} as 65001; multihop; strict bind yes; connect delay time 1; connect retry time 1; error wait time 1, 2;
          ipv4 { import none; export all; next hop address 192.0.2.1; };
          ipv6 { import none; export all; next hop address 2001:db8::1; };
        }
        protocol bgp weir from feed { neighbor {{WeirAddress}} as 65000; passive yes; }
        protocol bgp gobgp from feed { neighbor {{GobgpAddress}} port {{GobgpPort}} as 65002; }

        """;
}
