namespace Weir.Analytics.Counters;

/// <summary>When a counter sample was taken, by our clock and by the agent's.</summary>
/// <param name="TimeUs">Engine time of arrival, in microseconds.</param>
/// <param name="UptimeMs">The agent's uptime in ms, from the datagram.</param>
internal readonly record struct SampleClock(long TimeUs, uint UptimeMs)
{
    /// <summary>Seconds from an earlier sample of the same source to this one; 0 when the order is wrong.</summary>
    /// <remarks>
    /// Rates are per second of the agent's clock, which does not see the network's delays: its difference is used when it lies within two
    /// seconds of the arrival clock's and is at least half of it. Otherwise (clock stands still, wraps oddly, belongs to another
    /// sub-agent) the arrival clock decides. Taking a difference that is too short would turn into a spike, hence the second condition.
    /// </remarks>
    public double SecondsSince(SampleClock earlier)
    {
        double arrival = (TimeUs - earlier.TimeUs) / 1e6;
        double uptime = unchecked((int)(UptimeMs - earlier.UptimeMs)) / 1e3;
        bool agrees = uptime > 0 && Math.Abs(uptime - arrival) <= 2 && uptime >= arrival / 2;
        return agrees ? uptime : Math.Max(0, arrival);
    }
}
