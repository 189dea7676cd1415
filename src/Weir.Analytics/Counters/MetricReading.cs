namespace Weir.Analytics.Counters;

/// <summary>A metric of a row with its value and the engine time of its last update, in microseconds.</summary>
internal readonly record struct MetricReading(int MetricId, MetricValue Value, long TimeUs);
