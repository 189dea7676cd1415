using System.Collections.Frozen;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows.Plans;

namespace Weir.Analytics.Hosts;

/// <summary>The metrics of a host or virtual machine as of its last counter sample, for flow keys. Immutable.</summary>
internal sealed class HostFacts
{
    private readonly FrozenDictionary<string, Evaluated> _metrics;

    /// <summary>Copies the metrics of a data source.</summary>
    public HostFacts(MetricRow row, MetricNames names, long oldestUs)
    {
        Dictionary<string, Evaluated> metrics = new(StringComparer.Ordinal);
        List<MetricReading> readings = [];
        row.AddTo(readings, oldestUs);
        foreach (MetricReading reading in readings)
        {
            metrics[names[reading.MetricId]] = reading.Value.Text is { } text
                ? Evaluated.OfText(new PooledText(text))
                : Evaluated.OfReal(reading.Value.Number);
        }

        _metrics = metrics.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads a metric by name; false when the host has none of that name.</summary>
    public bool TryRead(string metric, out Evaluated value) => _metrics.TryGetValue(metric, out value);
}
