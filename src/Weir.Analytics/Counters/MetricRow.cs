using Weir.Analytics.Agents;

namespace Weir.Analytics.Counters;

/// <summary>All metrics of one data source: one block per record structure it has sent, and its custom metrics. Single writer.</summary>
internal sealed class MetricRow
{
    /// <summary>Custom metrics kept per data source; further ones are refused and counted by the table.</summary>
    public const int MaxCustomMetrics = 1_024;

    /// <summary>Rounds of <see cref="Prepare"/>.</summary>
    public const int Depths = 2;

    // Nearly every port sends two structures: those need no list.
    private MetricBlock _first;
    private MetricBlock _second;
    private MetricBlock[]? _others;
    private int _blocks;
    private Dictionary<int, CustomMetric>? _custom;

    /// <summary>Block of a structure, made on first sight. Their number is bounded by the number of structures.</summary>
    /// <param name="layout">The structure.</param>
    /// <param name="owner">The row's data source.</param>
    /// <param name="tables">Where its records go.</param>
    public MetricBlock GetOrAdd(RecordLayout layout, DataSourceState owner, RecordTables tables)
    {
        for (int i = 0; i < _blocks; i++)
        {
            MetricBlock block = Block(i);
            if (ReferenceEquals(block.Layout, layout))
            {
                return block;
            }
        }

        MetricBlock added = tables.GetOrAdd(layout).Add(owner);
        Add(added);
        return added;
    }

    /// <summary>The data source is gone: gives back what others may use.</summary>
    public void Release()
    {
        for (int i = 0; i < _blocks; i++)
        {
            Block(i).Release();
        }

        (_first, _second, _others, _blocks) = (default, default, null, 0);
    }

    /// <summary>Asks for what an update will touch to be brought into the cache, one depth of references after the other.</summary>
    /// <param name="depth">0 for where the blocks are, 1 for their values.</param>
    public void Prepare(int depth)
    {
        for (int i = 0; i < _blocks; i++)
        {
            if (depth == 0)
            {
                Block(i).PrepareHome();
            }
            else
            {
                Block(i).Prepare();
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
        for (int i = 0; i < _blocks; i++)
        {
            Block(i).BreakHistory();
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
        for (int i = 0; i < _blocks; i++)
        {
            MetricBlock block = Block(i);
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

    /// <summary>Adds every metric that has a value.</summary>
    /// <param name="readings">Gets them.</param>
    /// <param name="oldestUs">Values updated before this engine time are gone.</param>
    /// <param name="isScattered">True for those alone that lie in no record of fixed layout.</param>
    public void AddTo(List<MetricReading> readings, long oldestUs, bool isScattered = false)
    {
        for (int i = 0; i < _blocks; i++)
        {
            MetricBlock block = Block(i);
            if (block.TimeUs >= oldestUs && !(isScattered && block.Layout.FixedLength > 0))
            {
                AddTo(readings, block);
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

    private static void AddTo(List<MetricReading> readings, MetricBlock block)
    {
        int[] ids = block.Layout.MetricIds;
        for (int slot = 0; slot < ids.Length; slot++)
        {
            if (ids[slot] >= 0 && block[slot] is { IsAbsent: false } value)
            {
                readings.Add(new MetricReading(ids[slot], value, block.TimeUs));
            }
        }
    }

    private MetricBlock Block(int i) => i switch
    {
        0 => _first,
        1 => _second,
        _ => _others![i - 2],
    };

    private void Add(MetricBlock block)
    {
        switch (_blocks++)
        {
            case 0:
                _first = block;
                break;
            case 1:
                _second = block;
                break;
            default:
                _others = [.. _others ?? [], block];
                break;
        }
    }
}
