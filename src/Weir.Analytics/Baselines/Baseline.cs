namespace Weir.Analytics.Baselines;

/// <summary>Tells usual values from unusual ones by the mean and standard deviation of the last so many (<c>baselineCreate</c>). Single-threaded.</summary>
/// <remarks>
/// A value is compared with the window before it enters it. While the window is not full the answer is <c>learning</c>. A value outside
/// mean plus or minus sensitivity times the standard deviation is an outlier; <c>high</c> or <c>low</c> is answered from the
/// <c>repeat</c>-th consecutive outlier on the same side on, <c>normal</c> until then. Every value enters the window, so that a lasting
/// change becomes the new normal.
/// </remarks>
public sealed class Baseline
{
    /// <summary>Values in the window when none is given.</summary>
    public const int DefaultWindow = 180;

    /// <summary>Standard deviations when none are given.</summary>
    public const double DefaultSensitivity = 2;

    /// <summary>Consecutive outliers when none are given.</summary>
    public const int DefaultRepeat = 3;

    /// <summary>Largest window: a day of seconds.</summary>
    public const int MaxWindow = 86_400;

    private readonly double[] _window;
    private readonly double _sensitivity;
    private readonly int _repeat;
    private int _next;
    private int _count;
    private int _high;
    private int _low;

    /// <summary>Makes an empty baseline.</summary>
    /// <param name="window">Values in the window, 1 to <see cref="MaxWindow"/>; others are brought into that range.</param>
    /// <param name="sensitivity">Standard deviations from the mean at which a value is unusual.</param>
    /// <param name="repeat">Consecutive unusual values that count, at least 1.</param>
    public Baseline(int window = DefaultWindow, double sensitivity = DefaultSensitivity, int repeat = DefaultRepeat)
    {
        _window = new double[Math.Clamp(window, 1, MaxWindow)];
        _sensitivity = sensitivity;
        _repeat = Math.Max(1, repeat);
    }

    /// <summary>Mean, standard deviation and range of the window; null while it is empty.</summary>
    public BaselineStatistics? Statistics
    {
        get
        {
            if (_count == 0)
            {
                return null;
            }

            ReadOnlySpan<double> values = _window.AsSpan(0, _count);
            double sum = 0;
            double min = double.PositiveInfinity;
            double max = double.NegativeInfinity;
            foreach (double value in values)
            {
                sum += value;
                min = Math.Min(min, value);
                max = Math.Max(max, value);
            }

            double mean = sum / _count;
            double squares = 0;
            foreach (double value in values)
            {
                squares += (value - mean) * (value - mean);
            }

            return new BaselineStatistics(mean, Math.Sqrt(squares / _count), min, max);
        }
    }

    /// <summary>Judges a value and takes it into the window.</summary>
    /// <returns><c>learning</c>, <c>normal</c>, <c>high</c> or <c>low</c>; a value that is no finite number is not judged and does not enter.</returns>
    public string Check(double value)
    {
        if (!double.IsFinite(value))
        {
            return _count < _window.Length ? "learning" : "normal";
        }

        string answer = _count < _window.Length ? "learning" : Judge(value);
        _window[_next] = value;
        _next = (_next + 1) % _window.Length;
        _count = Math.Min(_count + 1, _window.Length);
        return answer;
    }

    /// <summary>Empties the window.</summary>
    public void Reset()
    {
        _next = 0;
        _count = 0;
        _high = 0;
        _low = 0;
    }

    private string Judge(double value)
    {
        BaselineStatistics usual = Statistics!;
        double margin = _sensitivity * usual.Sdev;
        _high = value > usual.Mean + margin ? _high + 1 : 0;
        _low = value < usual.Mean - margin ? _low + 1 : 0;
        return _high >= _repeat ? "high" : _low >= _repeat ? "low" : "normal";
    }
}
