namespace Weir.Analytics.Counters;

/// <summary>The <see cref="RecordTable"/>s of a shard, one for each structure that was received. Bounded by the structures there are.</summary>
internal sealed class RecordTables
{
    private readonly Dictionary<RecordLayout, RecordTable> _tables = [];
    private readonly HashSet<int> _custom = [];

    /// <summary>All tables.</summary>
    public IReadOnlyCollection<RecordTable> All => _tables.Values;

    /// <summary>True when some metrics lie in no record of fixed layout.</summary>
    public bool IsScattered => _custom.Count > 0 || _tables.Values.Any(static table => table.Count > 0 && table.Layout.FixedLength == 0);

    /// <summary>Table of a structure, made on first sight.</summary>
    public RecordTable GetOrAdd(RecordLayout layout)
    {
        if (!_tables.TryGetValue(layout, out RecordTable? table))
        {
            table = new RecordTable(layout);
            _tables.Add(layout, table);
        }

        return table;
    }

    /// <summary>A custom metric has come. Their numbers are bounded by <see cref="MetricNames.Capacity"/>.</summary>
    public void NoteCustom(int metricId) => _custom.Add(metricId);

    /// <summary>Finds the one table that has a metric.</summary>
    /// <param name="metricId">Number of the metric.</param>
    /// <param name="table">The table; null when no data source has the metric.</param>
    /// <returns>False when data sources have it in more than one structure, as a custom metric, as a text or in a structure without fixed layout.</returns>
    public bool TryFindOnly(int metricId, out RecordTable? table)
    {
        table = null;
        if (_custom.Contains(metricId))
        {
            return false;
        }

        foreach (RecordTable candidate in _tables.Values)
        {
            int slot = candidate.Count > 0 ? candidate.Layout.SlotOf(metricId) : -1;
            if (slot >= 0)
            {
                if (table is not null || candidate.Layout.FixedLength == 0 || candidate.Layout.Places[slot].IsText)
                {
                    return false;
                }

                table = candidate;
            }
        }

        return true;
    }
}
