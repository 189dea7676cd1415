using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Answers questions about all data sources of the network out of columns, where that gives the same answer as reading each of them.</summary>
internal static class ColumnQuery
{
    /// <summary>Sorted rows that are looked for this way; a longer list is made by reading everything.</summary>
    public const int MostRows = 1_000;

    /// <summary>One entry of <c>metric()</c> over all agents; null when it has to be made value by value.</summary>
    public static MetricResult? Summarise(AnalyticsEngine engine, MetricToken token)
    {
        if (token.Aggregate is not (Aggregate.Max or Aggregate.Min or Aggregate.Sum or Aggregate.Avg) || ColumnWalk.Begin(engine, token) is not { } walk)
        {
            return null;
        }

        (long nowUs, long oldestUs) = Times(engine);
        ColumnFold fold = new(token, nowUs, oldestUs);
        walk.Visit((_, chunk, values) => fold.Add(chunk, values));
        return fold.ToResult();
    }

    /// <summary>The first rows of <c>table()</c> over all agents; null when it has to be made row by row.</summary>
    public static IReadOnlyList<IReadOnlyList<MetricCell?>>? Table(AnalyticsEngine engine, TableColumn[] columns)
    {
        TableColumn sorted = Array.Find(columns, static column => column.SortRows is not null);
        bool plain = Array.TrueForAll(columns, column => column.Token.DataSource is null && engine.FindFlow(column.Token.Name) is null);
        if (sorted.SortRows is not (>= -MostRows and <= MostRows) || !plain || ColumnWalk.Begin(engine, sorted.Token) is not { } walk)
        {
            return null;
        }

        (long nowUs, long oldestUs) = Times(engine);
        ColumnTop top = new(sorted.SortRows.Value, oldestUs);
        walk.Visit(top.Add);
        List<IReadOnlyList<MetricCell?>> rows = [];
        foreach (ColumnTop.Found found in top.Take())
        {
            MetricCell?[] row = [.. columns.Select(column => column == sorted ? Cell(found, sorted.Token.Name, nowUs) : Read(engine, found, column, nowUs, oldestUs))];
            if (columns.Zip(row).Any(static pair => pair.Second is null && (!pair.First.Optional || pair.First.IsOfHost)))
            {
                // Another row takes its place, or another row has the value: only the whole network can tell which.
                return null;
            }

            rows.Add(row);
        }

        return rows;
    }

    private static (long NowUs, long OldestUs) Times(AnalyticsEngine engine)
    {
        long nowUs = engine.NowMs * 1000;
        return (nowUs, nowUs - (long)engine.Options.MetricLifetime.TotalMicroseconds);
    }

    private static MetricCell Cell(ColumnTop.Found found, string name, long nowUs) =>
        new MetricHit(found.Source.Agent.Text, found.Source.Text, new MetricValue(found.Value, null), Math.Max(0, (nowUs - found.TimeUs) / 1000), null, 0).ToCell(name);

    private static MetricCell? Read(AnalyticsEngine engine, ColumnTop.Found found, TableColumn column, long nowUs, long oldestUs)
    {
        Shard shard = engine.Shards[found.Shard];
        shard.EnterToRead();
        try
        {
            return engine.MetricNames.TryFind(column.Token.Name, out int id) && found.Source.Metrics is { } metrics && metrics.TryRead(id, oldestUs, out MetricReading reading)
                ? new MetricHit(found.Source.Agent.Text, found.Source.Text, reading.Value, Math.Max(0, (nowUs - reading.TimeUs) / 1000), null, 0).ToCell(column.Token.Name)
                : null;
        }
        finally
        {
            shard.ExitFromReading();
        }
    }
}
