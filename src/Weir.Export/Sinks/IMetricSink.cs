namespace Weir.Export.Sinks;

/// <summary>A sink for metrics. A sink may be one for events as well.</summary>
public interface IMetricSink : ISink
{
    /// <summary>Sends points and waits for the receiver's word where it gives one. Never throws for what a receiver or network does.</summary>
    /// <param name="points">At least one point; of one series in order of time.</param>
    /// <param name="cancel">Time is up, or Weir stops.</param>
    Task<SendResult> SendAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancel);
}
