using System.Diagnostics;
using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Ingest.Captures;

namespace Weir.Server.Benchmarks;

/// <summary>Runs the real pipeline on a capture held in memory, on the calling thread.</summary>
/// <remarks>
/// Engine time goes on from pass to pass, so that the tables stay as full as in live operation. Warm-up passes let the
/// runtime finish compiling the hot path and the tables reach their steady size.
/// </remarks>
public sealed class PipelineBench
{
    private const int BatchDatagrams = 64;

    private readonly AnalyticsEngine _engine;
    private readonly MemoryCapture _capture;
    private readonly long _spanUs;
    private long _shiftUs;

    /// <summary>Prepares a run.</summary>
    /// <param name="engine">An engine of one shard with its definitions installed.</param>
    /// <param name="capture">At least one datagram.</param>
    public PipelineBench(AnalyticsEngine engine, MemoryCapture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        _engine = engine;
        _capture = capture;
        _spanUs = capture.TimeUs(capture.Count - 1) - capture.TimeUs(0) + 1;
    }

    /// <summary>Warms up, measures and reports.</summary>
    /// <param name="flows">Definitions installed, for the report.</param>
    /// <param name="warmUp">Least time to warm up.</param>
    /// <param name="measure">Least time to measure; always whole passes.</param>
    public BenchResult Run(int flows, TimeSpan warmUp, TimeSpan measure)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int pass = 0; pass < 2 || watch.Elapsed < warmUp; pass++)
        {
            Pass();
        }

        long samplesBefore = _engine.Statistics().FlowSamples;
        (long updatesBefore, long evictionsBefore) = Counted();
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        PassTimes times = new();
        watch.Restart();
        while (times.Passes == 0 || watch.Elapsed < measure)
        {
            times.Measure(Pass);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        long samples = _engine.Statistics().FlowSamples - samplesBefore;
        (long updates, long evictions) = Counted();
        return new BenchResult
        {
            Samples = samples,
            Seconds = seconds,
            SamplesPerSecond = samples / seconds,
            NsPerSample = samples == 0 ? 0 : seconds * 1e9 / samples,
            CpuNsPerSample = samples == 0 ? 0 : times.Seconds * 1e9 / samples,
            FastestCpuNsPerSample = samples == 0 ? 0 : times.FastestSeconds * 1e9 * times.Passes / samples,
            BytesAllocated = allocated,
            FlowEntries = _engine.FlowTables().Values.Sum(static table => table.Entries),
            FlowBytes = _engine.FlowTables().Values.Sum(static table => table.Bytes),
            UpdatesPerSample = samples == 0 ? 0 : (double)(updates - updatesBefore) / samples,
            EvictionsPerUpdate = updates == updatesBefore ? 0 : (double)(evictions - evictionsBefore) / (updates - updatesBefore),
            Flows = flows,
            Passes = times.Passes,
        };
    }

    private (long Updates, long Evictions) Counted()
    {
        IEnumerable<FlowTableUse> tables = _engine.FlowTables().Values;
        return (tables.Sum(static table => table.Updates), tables.Sum(static table => table.Evictions));
    }

    private void Pass()
    {
        int count = _capture.Count;
        for (int start = 0; start < count; start += BatchDatagrams)
        {
            Batch(start, Math.Min(start + BatchDatagrams, count));
        }

        _shiftUs += _spanUs;
    }

    /// <summary>What the receive loop does with a batch. A method of its own, so that it is called often enough to be compiled as well as that one is.</summary>
    private void Batch(int start, int end)
    {
        Shard shard = _engine.Shards[0];
        shard.Enter();
        for (int i = start - Shard.MostExpected; i < end; i++)
        {
            for (int distance = Shard.MostExpected; distance > 0; distance--)
            {
                if (i + distance >= start && i + distance < end)
                {
                    shard.Expect(_capture.Payload(i + distance), distance);
                }
            }

            if (i >= start)
            {
                shard.Process(_capture.Payload(i), _capture.Source(i), _capture.TimeUs(i) + _shiftUs, 0);
            }
        }

        shard.Exit();
    }
}
