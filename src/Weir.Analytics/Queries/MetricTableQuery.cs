namespace Weir.Analytics.Queries;

/// <summary>Lays what a scan found out as rows and columns (<c>table()</c>).</summary>
internal static class MetricTableQuery
{
    /// <summary>One row per data source that has every column that is not optional, sorted and cut as a column asks.</summary>
    /// <remarks>A column qualified with a data source is the same for all rows of an agent.</remarks>
    public static IReadOnlyList<IReadOnlyList<MetricCell?>> Build(IReadOnlyList<TableColumn> columns, IReadOnlyList<List<MetricHit>> hits)
    {
        Dictionary<(string Agent, string DataSource), MetricCell>[] cells = new Dictionary<(string, string), MetricCell>[columns.Count];
        List<(string Agent, string DataSource)> keys = [];
        bool anyPlain = columns.Any(static c => c.Token.DataSource is null);
        HashSet<(string, string)> seen = [];
        for (int i = 0; i < columns.Count; i++)
        {
            bool qualified = columns[i].Token.DataSource is not null;
            cells[i] = [];
            foreach (MetricHit hit in hits[i])
            {
                cells[i][(hit.Agent, qualified ? string.Empty : hit.DataSource)] = hit.ToCell(columns[i].Token.Name);
                if (qualified != anyPlain && seen.Add((hit.Agent, hit.DataSource)))
                {
                    keys.Add((hit.Agent, hit.DataSource));
                }
            }
        }

        List<MetricCell?[]> rows = [];
        foreach ((string agent, string dataSource) in keys)
        {
            MetricCell?[] row = [.. columns.Select((c, i) => cells[i].GetValueOrDefault((agent, c.Token.DataSource is null ? dataSource : string.Empty)))];
            if (!columns.Where((c, i) => !c.Optional && row[i] is null).Any())
            {
                rows.Add(row);
            }
        }

        return Sort(columns, rows);
    }

    private static IReadOnlyList<IReadOnlyList<MetricCell?>> Sort(IReadOnlyList<TableColumn> columns, List<MetricCell?[]> rows)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].SortRows is { } wanted)
            {
                int column = i;
                Comparer<object?> order = Comparer<object?>.Create(Compare);
                IOrderedEnumerable<MetricCell?[]> sorted = wanted < 0
                    ? rows.OrderByDescending(r => r[column]?.MetricValue, order)
                    : rows.OrderBy(r => r[column]?.MetricValue, order);
                return [.. sorted.Take(Math.Abs(wanted))];
            }
        }

        return rows;
    }

    /// <summary>Numbers by size, texts by their characters, numbers before texts.</summary>
    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (double x, double y) => x.CompareTo(y),
        (string x, string y) => string.CompareOrdinal(x, y),
        (double, _) => -1,
        (_, double) => 1,
        _ => 0,
    };
}
