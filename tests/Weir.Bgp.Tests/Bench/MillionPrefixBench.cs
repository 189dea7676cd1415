using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;
using Weir.Bgp.Tests.Peers;

namespace Weir.Bgp.Tests.Bench;

/// <summary>
/// A million IPv4 and 200,000 IPv6 prefixes with 240,000 attribute sets, sent by BIRD to this speaker and to gobgpd in the same run.
/// Not part of the tests: run the release build with <c>-explicit only -class Weir.Bgp.Tests.Bench.MillionPrefixBench</c>.
/// </summary>
public sealed class MillionPrefixBench
{
    private const int Prefixes4 = 1_000_000;
    private const int Prefixes6 = 200_000;
    private const int RoutesPerSet = 5;
    private const int Lookups = 500_000;
    private const int Rounds = 11;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact(Explicit = true)]
    public async Task Receive_FullTableFromBird_CountsTimesAndMemory()
    {
        Assert.SkipUnless(BgpPeer.IsInstalled("bird") && BgpPeer.IsInstalled("gobgpd"), "bird and gobgpd are needed");
        string folder = Directory.CreateTempSubdirectory("bgp-bench-").FullName;
        int birdPort = BgpPeer.FreePort("127.0.90.2");
        int gobgpPort = BgpPeer.FreePort("127.0.90.3");
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse("127.0.90.1")], Port = 0 });
        IPAddress bird = IPAddress.Parse("127.0.90.2");
        speaker.AddNeighbor(new BgpNeighborOptions
        {
            Address = bird,
            LocalAddress = IPAddress.Parse("127.0.90.1"),
            RemotePort = birdPort,
            LocalAs = 65000,
            RouterId = IPAddress.Parse("10.0.0.1"),
            Families = FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast,
            ConnectRetry = TimeSpan.FromMilliseconds(200),
            EndOfRibDelay = TimeSpan.Zero,
        });
        WriteBird(Path.Combine(folder, "bird.conf"), birdPort, gobgpPort);
        using PeerProcess birdProcess = new("/usr/sbin/bird", ["-f", "-c", Path.Combine(folder, "bird.conf"), "-s", Path.Combine(folder, "sock"), "-P", Path.Combine(folder, "pid")]);
        Assert.True(await UntilAsync(() => File.Exists(Path.Combine(folder, "sock"))), birdProcess.Tail);
        await speaker.StartAsync(TestContext.Current.CancellationToken);
        RibIn rib = speaker.FindLearned(bird)!;
        Assert.True(await UntilAsync(() => speaker.FindNeighbor(bird)!.State == ConnectionState.Established), birdProcess.Tail);
        long start = Stopwatch.GetTimestamp();
        Assert.True(await UntilAsync(() => rib.Statistics is { Prefixes4: >= Prefixes4, Prefixes6: >= Prefixes6 }), rib.Statistics.ToString());
        TimeSpan load = Stopwatch.GetElapsedTime(start);
        long heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        Report($"weir: {load.TotalSeconds:F2} s from Established to {rib.Statistics}, heap {heap / 1e6:F0} MB, process {ResidentMb(Environment.ProcessId)} MB");
        Lookup(rib, isV6: false);
        Lookup(rib, isV6: true);
        await GobgpAsync(folder, gobgpPort);
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public void Lookup_FullTable_WithoutDaemons()
    {
        RibIn rib = new(1_500_000, 400_000);
        byte[] buffer = new byte[BgpHeader.MaxLength];
        RouteAttributes attributes4 = new() { NextHop = IPAddress.Parse("192.0.2.1") };
        RouteAttributes attributes6 = new() { NextHop = IPAddress.Parse("2001:db8::1") };
        for (int i = 0; i < Prefixes4 + Prefixes6; i++)
        {
            bool isV6 = i >= Prefixes4;
            Nlri route = Nlri.FromPrefix(isV6 ? Prefix6(i - Prefixes4) : Prefix4(i));
            int length = UpdateEncoder.WriteAnnounce(buffer, Sessions.Internal, isV6 ? attributes6 : attributes4, [route], out _);
            rib.Apply(UpdateDecoder.Decode(buffer.AsSpan(BgpHeader.Size, length - BgpHeader.Size), Sessions.Internal), fourOctets: true);
        }

        Lookup(rib, isV6: false);
        Lookup(rib, isV6: true);
    }

    private static async Task GobgpAsync(string folder, int port)
    {
        int api = BgpPeer.FreePort("127.0.90.3");
        string config = Path.Combine(folder, "gobgpd.conf");
        await File.WriteAllTextAsync(config, $"""
            [global.config]
              as = 65002
              router-id = "10.0.0.3"
              port = {port}
              local-address-list = ["127.0.90.3"]
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "127.0.90.2"
                peer-as = 65001
              [neighbors.transport.config]
                local-address = "127.0.90.3"
                passive-mode = true
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "ipv4-unicast"
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "ipv6-unicast"

            """);
        using Process gobgpd = Process.Start(new ProcessStartInfo("/usr/bin/gobgpd", ["-f", config, "--api-hosts", $"127.0.90.3:{api}", "--pprof-disable", "-l", "error"]) { RedirectStandardOutput = true })!;
        try
        {
            long start = Stopwatch.GetTimestamp();
            int v4 = 0;
            int v6 = 0;
            long established = 0;
            using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
            while ((v4 < Prefixes4 || v6 < Prefixes6) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                v4 = await CountAsync(api, "ipv4");
                v6 = await CountAsync(api, "ipv6");
                established = established == 0 && v4 + v6 > 0 ? Stopwatch.GetTimestamp() : established;
            }

            Report($"gobgpd: {Stopwatch.GetElapsedTime(established).TotalSeconds:F0} s from its first routes to {v4} + {v6} prefixes, process {ResidentMb(gobgpd.Id)} MB");
        }
        finally
        {
            gobgpd.Kill();
        }
    }

    private static async Task<int> CountAsync(int api, string family)
    {
        string text = await PeerProcess.RunAsync("/usr/bin/gobgp", "-u", "127.0.90.3", "-p", api.ToString(CultureInfo.InvariantCulture), "global", "rib", "summary", "-a", family);
        int at = text.IndexOf("Destination: ", StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(text.AsSpan(at + 13, text.AsSpan(at + 13).IndexOf(',')), CultureInfo.InvariantCulture);
    }

    private static void WriteBird(string path, int birdPort, int gobgpPort)
    {
        using StreamWriter file = new(path, append: false, Encoding.ASCII);
        file.Write($$"""
            router id 10.0.0.2;
            protocol device { }
            template bgp feed {
              local 127.0.90.2 port {{birdPort}} as 65001; multihop; strict bind yes; connect delay time 1; connect retry time 1; error wait time 1, 2;
              ipv4 { import none; export all; next hop address 192.0.2.1; };
              ipv6 { import none; export all; next hop address 2001:db8::1; };
            }
            protocol bgp weir from feed { neighbor 127.0.90.1 as 65000; passive yes; }
            protocol bgp gobgp from feed { neighbor 127.0.90.3 port {{gobgpPort}} as 65002; }
            protocol static v4 { ipv4;

            """);
        for (int i = 0; i < Prefixes4; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"route {Prefix4(i)} blackhole {{{Attributes(i)}}};\n"));
        }

        file.Write("}\nprotocol static v6 { ipv6;\n");
        for (int i = 0; i < Prefixes6; i++)
        {
            file.Write(string.Create(CultureInfo.InvariantCulture, $"route {Prefix6(i)} blackhole {{{Attributes(Prefixes4 + i)}}};\n"));
        }

        file.Write("}\n");
    }

    // Sets of five routes, each with a path and communities of its own, as neighbouring prefixes of one origin have.
    private static string Attributes(int i)
    {
        int set = i / RoutesPerSet;
        return string.Create(CultureInfo.InvariantCulture, $"bgp_path.prepend({100000 + set});bgp_path.prepend({3000 + (set % 500)});bgp_community.add(({1 + (set >> 16)},{set & 0xFFFF}));");
    }

    private static IpPrefix Prefix4(int i)
    {
        // /24s and, above every sixteenth, its /20: about the mix of lengths that matters to a trie.
        uint address = 0x01000000u + ((uint)i << 8);
        return IpPrefix.From(new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), 0]), i % 16 == 15 ? 23 : 24);
    }

    private static IpPrefix Prefix6(int i) =>
        IpPrefix.From(new IPAddress([0x20, 0x01, (byte)(i >> 12), (byte)(i >> 4), (byte)(i << 4), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 44 + (i % 5 == 0 ? 0 : 4));

    private static void Lookup(RibIn rib, bool isV6)
    {
        Random random = new(1);
        UInt128[] addresses = new UInt128[1 << 16];
        for (int i = 0; i < addresses.Length; i++)
        {
            IpPrefix prefix = isV6 ? Prefix6(random.Next(Prefixes6)) : Prefix4(random.Next(Prefixes4));
            addresses[i] = prefix.Bits | (isV6 ? (UInt128)random.Next() : (UInt128)random.Next(256) << 96);
        }

        for (int i = 0; i < addresses.Length; i++)
        {
            rib.TryFind(addresses[i], isV6, out _);
        }

        List<double> rounds = [];
        for (int round = 0; round < Rounds; round++)
        {
            int found = 0;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Lookups; i++)
            {
                found += rib.TryFind(addresses[i & 0xFFFF], isV6, out _) ? 1 : 0;
            }

            rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Lookups);
            Assert.Equal(Lookups, found);
        }

        rounds.Sort();
        Report($"lookup {(isV6 ? "IPv6" : "IPv4")}: median {rounds[Rounds / 2]:F0} ns, fastest {rounds[0]:F0} ns, slowest {rounds[^1]:F0} ns of {Rounds} rounds of {Lookups}");
    }

    private static async Task<bool> UntilAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return true;
    }

    private static long ResidentMb(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(static l => l.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) / 1000;
    }

    private static void Report(FormattableString line) => Console.Error.WriteLine("BENCH " + line.ToString(CultureInfo.InvariantCulture));
}
