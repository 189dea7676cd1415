using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Load;
using Weir.Server.Benchmarks;
using Weir.Wire;

namespace Weir.Spoof;

/// <summary>Gives an engine in this process samples with forged sources, every one of them, as fast as it takes them; engine time runs at the rate asked for.</summary>
/// <remarks>No socket and no kernel that loses: what a receiver on a fast enough machine would have to hold in memory.</remarks>
internal sealed class SpoofRun(double rate, double seconds, int victims)
{
    private const int BatchDatagrams = 64;
    private const int Samples = 7;
    private const long StartUs = 1_700_000_000_000_000;
    private const int Readings = 10;

    /// <summary>Runs to the end.</summary>
    public SpoofResult Run()
    {
        AnalyticsOptions options = new() { ReplayClock = true };
        using AnalyticsEngine engine = new(options, TimeProvider.System, NullLogger.Instance);
        BenchWorkload.Install(engine, "14");
        Fleet fleet = new(new FleetOptions { Port = 0, Agents = 20, Ports = 4, Interval = 0, Rate = rate, Spoof = true, Victims = victims });
        long before = MegabytesNow();
        long datagrams = (long)(rate / Samples * seconds);
        List<long> readings = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (long done = 0; done < datagrams; done += BatchDatagrams)
        {
            Batch(engine.Shards[0], fleet, done, Math.Min(datagrams, done + BatchDatagrams));
            if (done >= datagrams * readings.Count / Readings)
            {
                readings.Add(MegabytesNow());
                Console.Error.WriteLine($"weir-spoof: {100 * done / datagrams} %, {readings[^1]} MB");
            }
        }

        readings.Add(MegabytesNow());
        EngineStatistics statistics = engine.Statistics();
        return new SpoofResult
        {
            Samples = statistics.FlowSamples,
            EngineSeconds = seconds,
            Seconds = watch.Elapsed.TotalSeconds,
            MegabytesBefore = before,
            Megabytes = readings,
            MegabytesMost = PeakMegabytes(),
            FlowEntries = statistics.FlowEntries,
            FlowEvictions = statistics.FlowEvictions,
            DistinctBytes = statistics.DistinctBytes,
            DistinctRefused = statistics.DistinctRefused,
        };
    }

    private static long MegabytesNow() => Environment.WorkingSet / 1_048_576;

    private static long PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1_048_576;
    }

    private void Batch(Shard shard, Fleet fleet, long from, long to)
    {
        shard.Enter();
        for (long number = from; number < to; number++)
        {
            long elapsedUs = (long)(number * Samples / rate * 1e6);
            ReadOnlySpan<byte> datagram = fleet.NextFlows((uint)(elapsedUs / 1000) + 30_000);
            shard.Process(datagram, NetworkAddress.FromV4(0x7f000001), StartUs + elapsedUs, 0);
        }

        shard.Exit();
    }
}
