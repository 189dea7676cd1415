namespace Weir.Analytics.Flows.Tables;

/// <summary>Turns engine time into the weights of an exponentially decaying average.</summary>
/// <remarks>
/// Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay: A Practical Time Decay Model for Streaming Systems",
/// ICDE 2009): instead of shrinking every sum as time goes by, a sample is blown up by <c>exp((t - landmark) / tau)</c> when it is added
/// and the sum is divided by the same factor of "now" when somebody looks. One exponential per datagram serves all entries, and
/// sums of one table compare directly. Landmarks lie on a fixed grid of 64 time constants, so the factor stays below 7e27.
/// </remarks>
internal sealed class DecayClock
{
    private const double PeriodsOfTau = 64;

    /// <summary>Least time constants counted for a value that is shown.</summary>
    public const double LeastToShow = 0.25;

    /// <summary>
    /// Least time constants counted for a value that sets off a threshold. Larger, because an event has consequences: at 1 in 10,000 and
    /// t = 2 the first sample after start would read 22,600 per second under the other rule, and 7,900 under this one.
    /// </summary>
    public const double LeastToAct = 1;

    private readonly double _tauUs;
    private long _lateUs = long.MinValue;
    private long _lateEpoch;
    private double _lateGain;

    /// <summary>Makes a clock.</summary>
    /// <param name="tauSeconds">Time constant in seconds.</param>
    public DecayClock(double tauSeconds)
    {
        TauSeconds = tauSeconds;
        _tauUs = tauSeconds * 1e6;
        PeriodUs = (long)(_tauUs * PeriodsOfTau);
    }

    /// <summary>Time constant in seconds.</summary>
    public double TauSeconds { get; }

    /// <summary>Distance of two landmarks, in microseconds.</summary>
    public long PeriodUs { get; }

    /// <summary>Number of the landmark in force.</summary>
    public long Epoch { get; private set; }

    /// <summary>Engine time in microseconds.</summary>
    public long TimeUs { get; private set; } = long.MinValue;

    /// <summary>Factor by which a sample of the clock's time is blown up.</summary>
    public double Gain { get; private set; }

    /// <summary>Sets the clock.</summary>
    /// <param name="timeUs">Engine time in microseconds.</param>
    public void MoveTo(long timeUs)
    {
        if (timeUs != TimeUs)
        {
            TimeUs = timeUs;
            Epoch = timeUs / PeriodUs;
            Gain = GainAt(timeUs, Epoch);
        }
    }

    /// <summary>Factor of a point of time before the clock's, relative to the landmark in force. That of the last one asked for is remembered.</summary>
    public double GainOfLate(long timeUs)
    {
        if (timeUs != _lateUs || Epoch != _lateEpoch)
        {
            _lateUs = timeUs;
            _lateEpoch = Epoch;
            _lateGain = GainAt(timeUs, Epoch);
        }

        return _lateGain;
    }

    /// <summary>Factor of a point of time relative to a landmark.</summary>
    public double GainAt(long timeUs, long epoch) => Math.Exp((timeUs - (epoch * PeriodUs)) / _tauUs);

    /// <summary>Factor that carries sums from one landmark to another.</summary>
    public static double Rebase(long fromEpoch, long toEpoch) => Math.Exp(PeriodsOfTau * (fromEpoch - toEpoch));

    /// <summary>
    /// Share of a constant rate that the average shows <paramref name="elapsedUs"/> after it began to listen; dividing by it removes the
    /// start-up bias. Never less than the share after <paramref name="leastTaus"/>: a single first sample must not look like a flood.
    /// </summary>
    /// <param name="elapsedUs">Time since the average began to listen, in microseconds.</param>
    /// <param name="leastTaus">Least time counted, in time constants: <see cref="LeastToShow"/> or <see cref="LeastToAct"/>.</param>
    public double Coverage(long elapsedUs, double leastTaus)
    {
        double elapsed = Math.Max(elapsedUs / _tauUs, leastTaus);
        return elapsed > 40 ? 1 : -Math.Exp(-elapsed) + 1;
    }
}
