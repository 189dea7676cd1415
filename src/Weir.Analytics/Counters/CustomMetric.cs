namespace Weir.Analytics.Counters;

/// <summary>One custom metric (rtmetric) of a data source. Single writer.</summary>
internal sealed class CustomMetric
{
    private ulong _previous;
    private SampleClock _clock;
    private bool _hasPrevious;
    private MetricValue _value = MetricValue.Absent;

    /// <summary>Value and time of the last update.</summary>
    public MetricReading Read(int id) => new(id, _value, _clock.TimeUs);

    /// <summary>Text there is already; null when there is none.</summary>
    public string? Text => _value.Text;

    /// <summary>The next counter value gives no rate.</summary>
    public void BreakHistory() => _hasPrevious = false;

    /// <summary>Takes a gauge or a text over.</summary>
    public void Set(MetricValue value, SampleClock clock)
    {
        _value = value;
        _clock = clock;
        _hasPrevious = false;
    }

    /// <summary>Takes a cumulative counter over.</summary>
    /// <param name="wide">True for 64 bits.</param>
    /// <param name="counter">The counter; all ones at either width is unknown.</param>
    /// <param name="clock">When it was read.</param>
    public void SetCounter(bool wide, ulong counter, SampleClock clock)
    {
        bool known = counter != (wide ? ulong.MaxValue : uint.MaxValue);
        double seconds = _hasPrevious && known ? clock.SecondsSince(_clock) : 0;
        bool measurable = seconds is > 0 and <= MetricBlock.LongestInterval;
        bool grew = CounterDelta.TryCompute(wide, _previous, counter, out ulong growth);
        double rate = measurable && grew ? growth / seconds : double.NaN;
        _value = new MetricValue(rate <= CounterDelta.LargestRate ? rate : double.NaN, null);
        _previous = counter;
        _clock = clock;
        _hasPrevious = known;
    }
}
