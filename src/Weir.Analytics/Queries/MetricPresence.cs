using System.Runtime.InteropServices;
using Weir.Analytics.Agents;
using Weir.Analytics.Counters;

namespace Weir.Analytics.Queries;

/// <summary>Finds which metrics there are and when each was seen last.</summary>
/// <remarks>
/// Of structures of fixed layout only what came since the last question is looked at, and of that only metrics that the newest record of
/// all does not have: nearly every port has the same ones. Structures without fixed layout and custom metrics are read one by one.
/// </remarks>
internal static class MetricPresence
{
    private const int MostChunks = 512;
    private const int LeastChunks = 64;

    /// <summary>Engine time of the newest value of each metric, by number.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="oldestUs">Values updated before this engine time are gone.</param>
    public static Dictionary<int, long> Newest(AnalyticsEngine engine, long oldestUs)
    {
        Dictionary<int, long> newest = [];
        bool isScattered = false;
        foreach (Shard shard in engine.Shards)
        {
            RecordTable[] tables = shard.Query(_ => shard.Metrics.Records.All.ToArray());
            isScattered |= shard.Query(_ => shard.Metrics.Records.IsScattered);
            foreach (RecordTable table in tables)
            {
                Look(shard, table);
                Collect(shard, table, oldestUs, newest);
            }
        }

        if (isScattered)
        {
            List<MetricReading> readings = [];
            AgentWalk.Visit(engine, null, agent => ReadScattered(agent, oldestUs, readings, newest));
        }

        return newest;
    }

    private static void ReadScattered(AgentState agent, long oldestUs, List<MetricReading> readings, Dictionary<int, long> newest)
    {
        readings.Clear();
        foreach (DataSourceState source in agent.Sources)
        {
            source.Metrics?.AddTo(readings, oldestUs, isScattered: true);
        }

        foreach (DataSourceState source in agent.CustomStates)
        {
            source.Metrics?.AddTo(readings, oldestUs, isScattered: true);
        }

        foreach (MetricReading reading in readings)
        {
            Note(newest, reading.MetricId, reading.TimeUs);
        }
    }

    private static void Note(Dictionary<int, long> newest, int metricId, long timeUs)
    {
        ref long time = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, metricId, out _);
        time = Math.Max(time, timeUs);
    }

    private static void Collect(Shard shard, RecordTable table, long oldestUs, Dictionary<int, long> newest)
    {
        long[] present = shard.Query(_ => table.PresentUs.ToArray());
        for (int slot = 0; slot < present.Length; slot++)
        {
            if (table.Layout.MetricIds[slot] >= 0 && present[slot] >= oldestUs && present[slot] > long.MinValue)
            {
                Note(newest, table.Layout.MetricIds[slot], present[slot]);
            }
        }
    }

    private static void Look(Shard shard, RecordTable table)
    {
        long fromUs = shard.Query(_ => table.LookedUs);
        (long TimeUs, int Chunk, int Row) newest = (long.MinValue, 0, 0);
        InSlices(shard, table, chunk =>
        {
            for (int row = 0; row < RecordChunk.Rows; row++)
            {
                newest = chunk.Times[row] > newest.TimeUs ? (chunk.Times[row], chunk.Number, row) : newest;
            }
        });
        if (newest.TimeUs == long.MinValue)
        {
            return;
        }

        int[] all = [.. Enumerable.Range(0, table.Layout.Slots)];
        int[] missing = shard.Query(_ =>
        {
            LookAt(table, table.Chunks[newest.Chunk], newest.Row, all);
            return Array.FindAll(all, slot => table.PresentUs[slot] < newest.TimeUs);
        });
        if (missing.Length > 0)
        {
            InSlices(shard, table, chunk => LookAt(table, chunk, missing, fromUs));
        }

        shard.Query(_ => table.LookedUs = newest.TimeUs);
    }

    private static void LookAt(RecordTable table, RecordChunk chunk, int[] slots, long fromUs)
    {
        for (int row = 0; row < RecordChunk.Rows; row++)
        {
            if (chunk.Times[row] >= fromUs && chunk.Times[row] > long.MinValue)
            {
                LookAt(table, chunk, row, slots);
            }
        }
    }

    private static void LookAt(RecordTable table, RecordChunk chunk, int row, int[] slots)
    {
        FixedRecord record = RecordTable.Record(chunk, row);
        foreach (int slot in slots)
        {
            if (table.PresentUs[slot] < chunk.Times[row] && !record.Value(slot).IsAbsent)
            {
                table.PresentUs[slot] = chunk.Times[row];
            }
        }
    }

    private static void InSlices(Shard shard, RecordTable table, Action<RecordChunk> visit)
    {
        int next = 0;
        while (next < shard.Query(_ => table.Chunks.Count))
        {
            next = shard.Query(_ =>
            {
                int end = Math.Min(table.Chunks.Count, next + MostChunks);
                do
                {
                    visit(table.Chunks[next++]);
                }
                while (next < end && (next % LeastChunks != 0 || !shard.IsWanted));
                return next;
            });
        }
    }
}
