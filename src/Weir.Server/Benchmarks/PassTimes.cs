namespace Weir.Server.Benchmarks;

/// <summary>Processor time of a benchmark's passes.</summary>
internal sealed class PassTimes
{
    private TimeSpan _total;

    /// <summary>Passes measured.</summary>
    public int Passes { get; private set; }

    /// <summary>CPU seconds of the whole process in all passes.</summary>
    public double Seconds => _total.TotalSeconds;

    /// <summary>CPU seconds of the fastest pass: the one in which the least of other work on the machine got in the way.</summary>
    public double FastestSeconds { get; private set; } = double.PositiveInfinity;

    /// <summary>Measures a pass.</summary>
    public void Measure(Action pass)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        pass();
        TimeSpan taken = Environment.CpuUsage.TotalTime - before;
        _total += taken;
        FastestSeconds = Math.Min(FastestSeconds, taken.TotalSeconds);
        Passes++;
    }
}
