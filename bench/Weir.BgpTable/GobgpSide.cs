using System.Diagnostics;
using System.Globalization;

namespace Weir.BgpTable;

/// <summary>The same table received by gobgpd, from the same BIRD.</summary>
internal static class GobgpSide
{
    private const string Client = "/usr/bin/gobgp";
    private const int IdleTicks = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

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
        long last = start;
        Memory process = Memory.Of(gobgpd.Id);
        // Every question about its table makes gobgpd walk it, so it is asked only when it has rested for a while.
        await Child.UntilAsync("the table at gobgpd", Interval, async () =>
        {
            last = await RestAsync(gobgpd.Id);
            process = Memory.Of(gobgpd.Id);
            return await CountAsync(to, "ipv4") == FullTable.Prefixes4 && await CountAsync(to, "ipv6") == FullTable.Prefixes6;
        });
        return new Report(Stopwatch.GetElapsedTime(start, last).TotalSeconds, process);
    }

    /// <summary>Waits until a process has hardly used a processor for some seconds.</summary>
    /// <returns>When it last did.</returns>
    private static async Task<long> RestAsync(int process)
    {
        long last = Stopwatch.GetTimestamp();
        long before = Ticks(process);
        using PeriodicTimer timer = new(Interval);
        while (Stopwatch.GetElapsedTime(last) < Rest)
        {
            await timer.WaitForNextTickAsync();
            long now = Ticks(process);
            last = now - before > IdleTicks ? Stopwatch.GetTimestamp() : last;
            before = now;
        }

        return last;
    }

    // User and system time in hundredths of a second: fields 14 and 15, counted behind the name in brackets.
    private static long Ticks(int process)
    {
        string text = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
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
