using System.Diagnostics;

namespace Weir.Testing.Fuzz;

/// <summary>Feeds damaged inputs to a target and watches for exceptions and allocation.</summary>
public sealed class FuzzDriver
{
    private const int SeedCount = 256;

    // What the runtime makes once for itself, a class's statics or a table of its own, may fall into any input's turn; it is small and does
    // not come again. What an input causes comes again, or is as large as the input claims.
    private const long LargestOnce = 16_384;
    private const int Repeats = 3;

    private readonly IFuzzTarget _target;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly byte[][] _seeds;
    private readonly IReadOnlyList<int>[] _words;

    public FuzzDriver(IFuzzTarget target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        _mutator = new Mutator(_random);
        _seeds = [.. Enumerable.Range(0, SeedCount).Select(_ => target.CreateSeed(_random))];
        _words = [.. _seeds.Select(target.FindWords)];
    }

    /// <summary>Every target there is.</summary>
    public static IReadOnlyList<IFuzzTarget> Targets { get; } =
    [
        new DatagramTarget(), new OldTarget(), new RecordTarget(), new PacketTarget(), new KeyTarget(), new CaptureTarget(), new JsonTarget(), new SpoolTarget(), new MmdbTarget(),
        new BgpTarget(), new FlowSpecTarget(), new FlowTextTarget(),
    ];

    /// <summary>Runs <paramref name="count"/> inputs and adds to the report.</summary>
    public void Run(int count, FuzzReport report)
    {
        WarmUp();
        for (int i = 0; i < count; i++)
        {
            int pick = _random.Next(SeedCount);
            byte[] input = _mutator.Mutate(_seeds[pick], _words[pick], _seeds[_random.Next(SeedCount)]);
            RunOne(input, report);
            report.Inputs++;
            report.Bytes += input.Length;
        }
    }

    /// <summary>Runs one saved input and adds to the report.</summary>
    public void Run(byte[] input, FuzzReport report)
    {
        WarmUp();
        RunOne(input, report);
        report.Inputs++;
        report.Bytes += input.Length;
    }

    private void RunOne(byte[] input, FuzzReport report)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            long allocated = CountAllocated(input);
            report.SlowestMs = Math.Max(report.SlowestMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (allocated <= LargestOnce)
            {
                allocated = RepeatWhileAbove(_target.AllocationLimit(input.Length), allocated, input);
            }

            report.MaxAllocated = Math.Max(report.MaxAllocated, allocated);
            if (allocated > _target.AllocationLimit(input.Length))
            {
                report.Add($"{allocated} bytes allocated for {input.Length}", report.Inputs, input);
            }
        }
        catch (Exception e)
        {
            report.Add($"{e.GetType().Name} {e.Message}", report.Inputs, input);
        }
    }

    private long RepeatWhileAbove(long limit, long allocated, byte[] input)
    {
        for (int i = 0; i < Repeats && allocated > limit; i++)
        {
            allocated = CountAllocated(input);
        }

        return allocated;
    }

    private long CountAllocated(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _target.Run(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Runs the valid inputs, so that what the runtime allocates once is not counted against the target.</summary>
    private void WarmUp()
    {
        foreach (byte[] seed in _seeds)
        {
            _target.Run(seed);
        }
    }
}
