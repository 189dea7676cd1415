using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Lays what a scan found out as rows and columns (<c>table()</c>).</summary>
/// <remarks>
/// Rows are numbered by the scan, so columns are joined by number; cells are made for the rows that remain after sorting and cutting only:
/// the ten largest of a million ports cost a pass over them, not a million objects.
/// </remarks>
internal static class MetricTableQuery
{
    /// <summary>One row per data source that has every column that is not optional, sorted and cut as a column asks.</summary>
    /// <remarks>A column qualified with a data source is the same for all rows of an agent, and so is one about the host in rows that have no value of their own.</remarks>
    /// <param name="columns">The columns.</param>
    /// <param name="hits">What the scan found for each.</param>
    /// <param name="ofHosts">What agents say of their hosts, for each column about that.</param>
    public static IReadOnlyList<IReadOnlyList<MetricCell?>> Build(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<List<MetricHit>> hits, IReadOnlyList<List<MetricHit>> ofHosts)
    {
        Column[] joined = [.. columns.Select((c, i) => new Column(c, hits[i], c.IsOfHost ? ofHosts[i] : []))];
        List<Row> rows = [.. FindRows(joined).Where(row => Array.TrueForAll(joined, column => column.Definition.Optional || column.Find(row) is not null))];
        return [.. Sort(joined, rows).Select(row => (IReadOnlyList<MetricCell?>)[.. joined.Select(column => column.Cell(row))])];
    }

    /// <summary>Rows in the order in which the scan met them; columns that are qualified make rows only where all of them are.</summary>
    private static IEnumerable<Row> FindRows(Column[] columns)
    {
        bool anyPlain = Array.Exists(columns, static column => !column.IsQualified);
        HashSet<int> seen = [];
        foreach (Column column in columns.Where(column => column.IsQualified != anyPlain))
        {
            foreach (MetricHit hit in column.Hits)
            {
                if (seen.Add(hit.Row))
                {
                    yield return new Row(hit.Row, hit.Agent);
                }
            }
        }
    }

    private static IEnumerable<Row> Sort(Column[] columns, List<Row> rows)
    {
        if (Array.Find(columns, static column => column.Definition.SortRows is not null) is not { Definition.SortRows: { } wanted } column)
        {
            return rows;
        }

        int direction = wanted < 0 ? -1 : 1;
        Comparer<(MetricValue? Value, int Order)> order = Comparer<(MetricValue? Value, int Order)>.Create(
            (a, b) => Compare(a.Value, b.Value) is not 0 and int result ? result * direction : a.Order.CompareTo(b.Order));

        // The last in order is on top: it goes when a better row comes.
        PriorityQueue<Row, (MetricValue? Value, int Order)> best = new(Comparer<(MetricValue? Value, int Order)>.Create((a, b) => order.Compare(b, a)));
        int most = Math.Abs(wanted);
        for (int i = 0; i < rows.Count; i++)
        {
            (MetricValue?, int) key = (column.Value(rows[i]), i);
            if (best.Count < most)
            {
                best.Enqueue(rows[i], key);
            }
            else
            {
                best.EnqueueDequeue(rows[i], key);
            }
        }

        Row[] sorted = new Row[best.Count];
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            sorted[i] = best.Dequeue();
        }

        return sorted;
    }

    /// <summary>Numbers by size, texts by their characters, numbers before texts.</summary>
    private static int Compare(MetricValue? a, MetricValue? b) => (a, b) switch
    {
        ({ IsNumber: true } x, { IsNumber: true } y) => x.Number.CompareTo(y.Number),
        ({ IsNumber: true }, _) => -1,
        (_, { IsNumber: true }) => 1,
        ({ Text: { } x }, { Text: { } y }) => string.CompareOrdinal(x, y),
        _ => 0,
    };

    private readonly record struct Row(int Number, string Agent);

    /// <summary>A column with the places of its hits: by row, or by agent when it is qualified.</summary>
    private sealed class Column
    {
        private readonly int[] _byRow = [];
        private readonly Dictionary<string, MetricHit> _byAgent = new(StringComparer.Ordinal);

        public Column(TableColumn definition, List<MetricHit> hits, List<MetricHit> ofHosts)
        {
            Definition = definition;
            Hits = hits;
            foreach (MetricHit host in ofHosts)
            {
                _byAgent[host.Agent] = host;
            }

            _byRow = IsQualified || hits.Count == 0 ? [] : new int[hits.Max(static hit => hit.Row) + 1];
            for (int i = 0; i < hits.Count; i++)
            {
                if (IsQualified)
                {
                    _byAgent[hits[i].Agent] = hits[i];
                }
                else
                {
                    // Shifted by one: 0 is an empty place.
                    _byRow[hits[i].Row] = i + 1;
                }
            }
        }

        public TableColumn Definition { get; }

        public List<MetricHit> Hits { get; }

        public bool IsQualified => Definition.Token.DataSource is not null;

        /// <summary>A row's hit; null when it has none.</summary>
        public MetricHit? Find(Row row)
        {
            int at = row.Number < _byRow.Length ? _byRow[row.Number] - 1 : -1;
            return at >= 0 ? Hits[at] : _byAgent.TryGetValue(row.Agent, out MetricHit hit) ? hit : null;
        }

        public MetricValue? Value(Row row) => Find(row)?.Value;

        public MetricCell? Cell(Row row) => Find(row)?.ToCell(Definition.Token.Name);
    }
}
