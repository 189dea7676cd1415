using System.Runtime.InteropServices;
using Weir.Analytics.Counters;
using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Queries;

/// <summary>Walks through one metric of all data sources of the network, column by column, inside the gates of the shards.</summary>
/// <remarks>
/// Half a million values lie side by side, those that have changed since somebody asked last are computed on the way. The gate is left
/// when the receive loop waits for it, after <see cref="LeastWork"/> steps at the soonest and <see cref="MostWork"/> at the latest.
/// </remarks>
internal sealed class ColumnWalk
{
    /// <summary>Chunks read and values computed before the gate is left although nobody asked for it.</summary>
    public const int MostWork = 4_096;

    /// <summary>
    /// Steps before the gate is left for the receive loop: about half a millisecond. To get back in takes as long as a batch of datagrams, three quarters of a
    /// millisecond with 14 flows; with shorter stays a walk consists of waiting. The socket's buffer bridges a hundred times that.
    /// </summary>
    public const int LeastWork = 1_024;

    // A chunk and what it refers to lie anywhere: asked for so many chunks before they are read.
    private const int ChunksAhead = 8;
    private const int TimesAhead = 4;

    private readonly IReadOnlyList<Shard> _shards;
    private readonly RecordTable?[] _tables;
    private readonly int _metricId;
    private readonly long _nowUs;

    private ColumnWalk(IReadOnlyList<Shard> shards, RecordTable?[] tables, int metricId, long nowUs)
    {
        _shards = shards;
        _tables = tables;
        _metricId = metricId;
        _nowUs = nowUs;
    }

    /// <summary>Gets a chunk and its values; called inside the gate.</summary>
    /// <param name="shard">Number of the shard.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="values">Its values, NaN where there is none.</param>
    public delegate void Part(int shard, RecordChunk chunk, ReadOnlySpan<double> values);

    /// <summary>Begins a walk; null when the metric is none that lies in columns.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="token">The metric.</param>
    public static ColumnWalk? Begin(AnalyticsEngine engine, MetricToken token)
    {
        if (token.DataSource is not null || engine.FindFlow(token.Name) is not null || !engine.MetricNames.TryFind(token.Name, out int id))
        {
            return null;
        }

        RecordTable?[] tables = new RecordTable?[engine.Shards.Count];
        for (int i = 0; i < tables.Length; i++)
        {
            Shard shard = engine.Shards[i];
            shard.EnterToRead();
            try
            {
                if (!shard.Metrics.Records.TryFindOnly(id, out tables[i]))
                {
                    return null;
                }
            }
            finally
            {
                shard.ExitFromReading();
            }
        }

        return new ColumnWalk(engine.Shards, tables, id, engine.NowUs);
    }

    /// <summary>Visits every chunk.</summary>
    public void Visit(Part part)
    {
        for (int i = 0; i < _tables.Length; i++)
        {
            int next = 0;
            while (_tables[i] is { } table && VisitSome(i, table, ref next, part))
            {
                // The loop's own condition does the work.
            }
        }
    }

    private static void Prepare(IReadOnlyList<RecordChunk> chunks, int next)
    {
        if (next + ChunksAhead < chunks.Count)
        {
            Prefetch.Object(chunks[next + ChunksAhead], 1);
            Prefetch.Bytes(MemoryMarshal.AsBytes(chunks[next + TimesAhead].Times.AsSpan()));
        }
    }

    private bool VisitSome(int number, RecordTable table, ref int next, Part part)
    {
        Shard shard = _shards[number];
        int work = 0;
        shard.EnterToRead();
        try
        {
            // Asked for anew at each entry: in between it may have given way to another column.
            MetricColumn column = table.Column(table.Layout.SlotOf(_metricId), _nowUs);
            while (next < table.Chunks.Count)
            {
                RecordChunk chunk = table.Chunks[next++];
                Prepare(table.Chunks, next);
                part(number, chunk, column.Read(chunk, out int computed));
                work += 1 + computed;
                if (work >= MostWork || (work >= LeastWork && shard.IsWanted))
                {
                    return true;
                }
            }
        }
        finally
        {
            shard.ExitFromReading();
        }

        return false;
    }
}
