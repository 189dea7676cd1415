using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Analytics.Groups;
using Weir.Ingest.Captures;
using Weir.Wire;

namespace Weir.Server.Benchmarks;

/// <summary>What lookups cost: groups of 300,000 IPv4 and as many IPv6 prefixes, and filters of 16,000 literals.</summary>
/// <remarks>Prefix lengths are spread as in the Internet's table; addresses are random, so nearly every lookup misses the processor's caches.</remarks>
public sealed class LookupBench
{
    private const int Prefixes = 300_000;
    private const int Literals = 16_000;
    private const int Batch = 1 << 16;

    private readonly MemoryCapture _capture;
    private readonly Random _random = new(1);
    private long _found;

    /// <summary>Prepares a run.</summary>
    /// <param name="capture">Samples for the filters.</param>
    public LookupBench(MemoryCapture capture)
    {
        _capture = capture;
    }

    /// <summary>Measures.</summary>
    /// <param name="warmUp">Least time to warm up, for each figure.</param>
    /// <param name="measure">Least time to measure, for each figure.</param>
    public LookupResult Run(TimeSpan warmUp, TimeSpan measure)
    {
        Dictionary<string, IReadOnlyList<string>> definition = Define();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Stopwatch build = Stopwatch.StartNew();
        GroupSet set = GroupSet.Build(definition, 0, out _)!;
        double seconds = build.Elapsed.TotalSeconds;
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new LookupResult
        {
            Prefixes = Prefixes,
            BuildSeconds = seconds,
            Bytes = bytes,
            NsPerV4Lookup = MeasureLookups(set, [.. Enumerable.Range(0, Batch).Select(_ => V4())], warmUp, measure),
            NsPerV6Lookup = MeasureLookups(set, [.. Enumerable.Range(0, Batch).Select(_ => V6())], warmUp, measure),
            NsPerSampleOneLiteral = MeasureFilter(1, warmUp, measure),
            NsPerSampleManyLiterals = MeasureFilter(Literals, warmUp, measure),
        };
    }

    private Dictionary<string, IReadOnlyList<string>> Define()
    {
        List<string>[] groups = [.. Enumerable.Range(0, 100).Select(_ => new List<string>())];
        for (int i = 0; i < Prefixes; i++)
        {
            groups[i % groups.Length].Add($"{V4()}/{(_random.Next(10) < 6 ? 24 : _random.Next(14, 24))}");
            groups[i % groups.Length].Add($"{V6()}/{(_random.Next(10) < 5 ? 48 : _random.Next(28, 48))}");
        }

        return groups.Select((prefixes, i) => ($"g{i}", (IReadOnlyList<string>)prefixes)).ToDictionary(p => p.Item1, p => p.Item2);
    }

    private NetworkAddress V4() => NetworkAddress.FromV4((uint)_random.NextInt64(1L << 32));

    private NetworkAddress V6() => new(0x2000_0000_0000_0000 | (ulong)_random.NextInt64(1L << 60), (ulong)_random.NextInt64(), NetworkFamily.V6);

    private double MeasureLookups(GroupSet set, NetworkAddress[] addresses, TimeSpan warmUp, TimeSpan measure)
    {
        long lookups = 0;
        Stopwatch watch = Stopwatch.StartNew();
        bool warm = false;
        while (watch.Elapsed < (warm ? measure : warmUp) || lookups == 0)
        {
            foreach (NetworkAddress address in addresses)
            {
                _found += set.FindIndex(address);
            }

            lookups += addresses.Length;
            if (!warm && watch.Elapsed >= warmUp)
            {
                warm = true;
                lookups = 0;
                watch.Restart();
            }
        }

        return watch.Elapsed.TotalNanoseconds / lookups;
    }

    private double MeasureFilter(int literals, TimeSpan warmUp, TimeSpan measure)
    {
        using AnalyticsEngine engine = new(new AnalyticsOptions(), TimeProvider.System, NullLogger.Instance);
        string filter = $"ipsource={string.Join(',', Enumerable.Range(0, literals).Select(_ => V4()))}";
        engine.SetFlow("literals", new FlowDefinition { Keys = "ipsource", Value = "bytes", Filter = filter });
        return new PipelineBench(engine, _capture).Run(1, warmUp, measure).NsPerSample;
    }
}
