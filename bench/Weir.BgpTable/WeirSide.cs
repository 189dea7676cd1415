using System.Diagnostics;
using System.Net;
using Weir.Bgp;
using Weir.Bgp.Addressing;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

namespace Weir.BgpTable;

/// <summary>The table received by Weir's speaker in this process, and lookups in it.</summary>
internal static class WeirSide
{
    private const int Lookups = 500_000;
    private const int Rounds = 11;
    private const int AddressMask = 0xFFFF;

    public static async Task<Report> RunAsync(BirdFeed feed)
    {
        await Console.Error.WriteLineAsync("weir receives it");
        IPAddress bird = IPAddress.Parse(BirdFeed.Address);
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        await using BgpSpeaker speaker = new(new BgpSpeakerOptions { ListenAddresses = [IPAddress.Parse(BirdFeed.WeirAddress)], Port = 0 });
        speaker.AddNeighbor(new BgpNeighborOptions
        {
            Address = bird,
            LocalAddress = IPAddress.Parse(BirdFeed.WeirAddress),
            RemotePort = feed.Port,
            LocalAs = 65000,
            RouterId = IPAddress.Parse("10.0.0.1"),
            Families = FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast,
            ConnectRetry = TimeSpan.FromMilliseconds(200),
            EndOfRibDelay = TimeSpan.Zero,
        });
        await speaker.StartAsync();
        RibIn rib = speaker.FindLearned(bird)!;
        await Child.UntilAsync("the session with Weir", TimeSpan.FromMilliseconds(5), () => Task.FromResult(speaker.FindNeighbor(bird)!.State == ConnectionState.Established));
        long start = Stopwatch.GetTimestamp();
        await Child.UntilAsync("the table at Weir", TimeSpan.FromMilliseconds(20), () => Task.FromResult(rib.Statistics is { Prefixes4: FullTable.Prefixes4, Prefixes6: FullTable.Prefixes6 }));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Memory process = Memory.Of(Environment.ProcessId);
        double tableMb = rib.Statistics.Bytes / 1e6;
        double heapMb = (GC.GetTotalMemory(forceFullCollection: true) - heapBefore) / 1e6;
        return new Report(seconds, process)
        {
            More = new Dictionary<string, double> { ["TableMb"] = tableMb, ["HeapMb"] = heapMb, ["Lookup4Ns"] = Lookup(rib, isV6: false), ["Lookup6Ns"] = Lookup(rib, isV6: true) },
        };
    }

    // The median of rounds over 65,536 random addresses: the worst case, because real traffic repeats its destinations.
    private static double Lookup(RibIn rib, bool isV6)
    {
        UInt128[] addresses = FullTable.Addresses(AddressMask + 1, isV6);
        List<double> rounds = [];
        for (int round = 0; round <= Rounds; round++)
        {
            int found = 0;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Lookups; i++)
            {
                found += rib.TryFind(addresses[i & AddressMask], isV6, out _) ? 1 : 0;
            }

            rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Lookups);
            if (found != Lookups)
            {
                throw new BenchException($"{Lookups - found} of {Lookups} addresses were not found");
            }
        }

        // The first round warms up.
        return rounds.Skip(1).Order().ElementAt(Rounds / 2);
    }
}
