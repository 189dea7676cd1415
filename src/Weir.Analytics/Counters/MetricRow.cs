using Weir.Analytics.Agents;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Counters;

/// <summary>All metrics of one data source: one block per record structure it has sent, and its custom metrics. Single writer.</summary>
internal sealed class MetricRow
{
    /// <summary>Custom metrics kept per data source; further ones are refused and counted by the table.</summary>
    public const int MaxCustomMetrics = 1_024;

    /// <summary>Rounds of <see cref="Prepare"/>.</summary>
    public const int Depths = 3;

    private MetricBlock[] _blocks = [];
    private Dictionary<int, CustomMetric>? _custom;

    /// <summary>Block of a structure, made on first sight. Their number is bounded by the number of structures.</summary>
    /// <param name="layout">The structure.</param>
    /// <param name="owner">The row's data source.</param>
    /// <param name="tables">Where its records go.</param>
    public MetricBlock GetOrAdd(RecordLayout layout, DataSourceState owner, RecordTables tables)
    {
        foreach (MetricBlock block in _blocks)
        {
            if (ReferenceEquals(block.Layout, layout))
            {
                return block;
            }
        }

        MetricBlock added = tables.GetOrAdd(layout).Add(owner);
        _blocks = [.. _blocks, added];
        return added;
    }

    /// <summary>The data source is gone: gives back what others may use.</summary>
    public void Release()
    {
        foreach (MetricBlock block in _blocks)
        {
            block.Release();
        }

        _blocks = [];
    }

    /// <summary>Asks for what an update will touch to be brought into the cache, one depth of references after the other.</summary>
    /// <param name="depth">0 for the list of blocks, 1 for the blocks, 2 for their values.</param>
    public void Prepare(int depth)
    {
        if (depth == 0)
        {
            Prefetch.Object(_blocks, 1);
            return;
        }

        foreach (MetricBlock block in _blocks)
        {
            if (depth == 1)
            {
                Prefetch.Object(block, 1);
            }
            else
            {
                block.Prepare();
            }
        }
    }

    /// <summary>A custom metric, made on first sight; null when there are too many.</summary>
    public CustomMetric? GetOrAddCustom(int metricId)
    {
        _custom ??= [];
        if (!_custom.TryGetValue(metricId, out CustomMetric? metric))
        {
            if (_custom.Count == MaxCustomMetrics)
            {
                return null;
            }

            metric = new CustomMetric();
            _custom.Add(metricId, metric);
        }

        return metric;
    }

    /// <summary>The next sample gives no rates: the agent or its counters began again.</summary>
    public void BreakHistory()
    {
        foreach (MetricBlock block in _blocks)
        {
            block.BreakHistory();
        }

        foreach (CustomMetric metric in _custom?.Values ?? (IEnumerable<CustomMetric>)[])
        {
            metric.BreakHistory();
        }
    }

    /// <summary>Reads a metric; of two structures that have it the newer one counts.</summary>
    /// <param name="metricId">Number of the metric.</param>
    /// <param name="oldestUs">Values updated before this engine time are gone.</param>
    /// <param name="reading">Value and time.</param>
    public bool TryRead(int metricId, long oldestUs, out MetricReading reading)
    {
        reading = new MetricReading(metricId, MetricValue.Absent, long.MinValue);
        foreach (MetricBlock block in _blocks)
        {
            int slot = block.TimeUs >= oldestUs && block.TimeUs > reading.TimeUs ? block.Layout.SlotOf(metricId) : -1;
            if (slot >= 0 && block[slot] is { IsAbsent: false } value)
            {
                reading = new MetricReading(metricId, value, block.TimeUs);
            }
        }

        if (_custom is not null && _custom.TryGetValue(metricId, out CustomMetric? custom)
            && custom.Read(metricId) is { Value.IsAbsent: false } found && found.TimeUs >= oldestUs && found.TimeUs > reading.TimeUs)
        {
            reading = found;
        }

        return !reading.Value.IsAbsent;
    }

    /// <summary>Every metric that has a value.</summary>
    public IEnumerable<MetricReading> All(long oldestUs) => Read(oldestUs, isFixedToo: true);

    /// <summary>Adds every metric that has a value, as <see cref="All"/> has them.</summary>
    public void AddTo(List<MetricReading> readings, long oldestUs)
    {
        foreach (MetricBlock block in _blocks)
        {
            for (int slot = 0; block.TimeUs >= oldestUs && slot < block.Layout.Slots; slot++)
            {
                if (block.Layout.MetricIds[slot] >= 0 && block[slot] is { IsAbsent: false } value)
                {
                    readings.Add(new MetricReading(block.Layout.MetricIds[slot], value, block.TimeUs));
                }
            }
        }

        if (_custom is null)
        {
            return;
        }

        foreach ((int id, CustomMetric metric) in _custom)
        {
            MetricReading reading = metric.Read(id);
            if (reading.TimeUs >= oldestUs && !reading.Value.IsAbsent)
            {
                readings.Add(reading);
            }
        }
    }

    /// <summary>Every metric that has a value and lies in no record of fixed layout.</summary>
    public IEnumerable<MetricReading> Scattered(long oldestUs) => Read(oldestUs, isFixedToo: false);

    private IEnumerable<MetricReading> Read(long oldestUs, bool isFixedToo)
    {
        foreach (MetricBlock block in _blocks)
        {
            if (!isFixedToo && block.Layout.FixedLength > 0)
            {
                continue;
            }

            for (int slot = 0; block.TimeUs >= oldestUs && slot < block.Layout.Slots; slot++)
            {
                if (block.Layout.MetricIds[slot] >= 0 && block[slot] is { IsAbsent: false } value)
                {
                    yield return new MetricReading(block.Layout.MetricIds[slot], value, block.TimeUs);
                }
            }
        }

        foreach ((int id, CustomMetric metric) in _custom ?? [])
        {
            MetricReading reading = metric.Read(id);
            if (reading.TimeUs >= oldestUs && !reading.Value.IsAbsent)
            {
                yield return reading;
            }
        }
    }
}
