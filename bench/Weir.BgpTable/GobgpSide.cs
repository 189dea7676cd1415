using System.Diagnostics;
using System.Globalization;

namespace Weir.BgpTable;

/// <summary>The same table received by gobgpd, from the same BIRD.</summary>
internal static class GobgpSide
{
    private const string Client = "/usr/bin/gobgp";

    public static async Task<Report> RunAsync(BirdFeed feed)
    {
        await Console.Error.WriteLineAsync("gobgpd receives it");
        string api = BirdFeed.FreePort(BirdFeed.GobgpAddress).ToString(CultureInfo.InvariantCulture);
        string config = Path.Combine(feed.Folder, "gobgpd.conf");
        await File.WriteAllTextAsync(config, Configuration(feed.GobgpPort));
        using Child gobgpd = new("/usr/bin/gobgpd", "-f", config, "--api-hosts", $"{BirdFeed.GobgpAddress}:{api}", "--pprof-disable", "-l", "error");
        string[] to = ["-u", BirdFeed.GobgpAddress, "-p", api];
        await Child.UntilAsync("the session with gobgpd", TimeSpan.FromMilliseconds(50), async () => (await NeighborAsync(to)).Contains("Establ"));
        long start = Stopwatch.GetTimestamp();
        // The neighbour's count costs gobgpd next to nothing; asking for its table, as often as this, would keep it from filling it.
        await Child.UntilAsync("the table at gobgpd", TimeSpan.FromMilliseconds(250), async () => (await NeighborAsync(to)) is [.., string received, _]
            && int.TryParse(received, CultureInfo.InvariantCulture, out int count) && count >= FullTable.Prefixes4 + FullTable.Prefixes6);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Memory process = Memory.Of(gobgpd.Id);
        if (await CountAsync(to, "ipv4") != FullTable.Prefixes4 || await CountAsync(to, "ipv6") != FullTable.Prefixes6)
        {
            throw new BenchException("gobgpd counts the prefixes as received but does not have them");
        }

        return new Report(seconds, process);
    }

    // Peer, AS, up or down, state, received, accepted.
    private static async Task<string[]> NeighborAsync(string[] to)
    {
        string text = await Child.RunAsync(Client, [.. to, "neighbor"]);
        string? line = text.Split('\n').FirstOrDefault(static l => l.StartsWith(BirdFeed.Address, StringComparison.Ordinal));
        return line?.Split((char[])[' ', '|'], StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static async Task<int> CountAsync(string[] to, string family)
    {
        string text = await Child.RunAsync(Client, [.. to, "global", "rib", "summary", "-a", family]);
        int at = text.IndexOf("Destination: ", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(text.AsSpan(at + 13, text.AsSpan(at + 13).IndexOf(',')), CultureInfo.InvariantCulture);
    }

    private static string Configuration(int port) => $"""
        [global.config]
          as = 65002
          router-id = "10.0.0.3"
          port = {port}
          local-address-list = ["{BirdFeed.GobgpAddress}"]
        [[neighbors]]
          [neighbors.config]
            neighbor-address = "{BirdFeed.Address}"
            peer-as = 65001
          [neighbors.transport.config]
            local-address = "{BirdFeed.GobgpAddress}"
            passive-mode = true
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "ipv4-unicast"
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "ipv6-unicast"

        """;
}
