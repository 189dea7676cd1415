using System.Runtime.InteropServices;
using Weir.Analytics.Agents;

namespace Weir.Analytics.Counters;

/// <summary>The records of one structure at all data sources of a shard. Single writer; readers come through the shard's gate.</summary>
/// <remarks>
/// Records of fixed layout lie side by side in chunks, so that a question about all of half a million ports reads memory in order. A
/// metric that is asked for over all data sources gets a <see cref="MetricColumn"/>, of which only what has changed since is computed
/// anew. Bounded by the data sources; at most <see cref="MostColumns"/> columns, of which the one asked for longest ago gives way.
/// </remarks>
internal sealed class RecordTable
{
    /// <summary>Columns kept.</summary>
    public const int MostColumns = 16;

    /// <summary>A column that nobody asked for during so many microseconds of engine time goes.</summary>
    public const long ColumnLifetimeUs = 300_000_000;

    // Of this size an object is never moved by the collector: a new network's records, most of what it takes, are written once and stay.
    private const int SlabBytes = 1 << 18;

    private readonly List<RecordChunk> _chunks = [];
    private readonly Stack<RecordChunk> _withRoom = [];
    private MetricColumn[] _columns = [];
    private byte[] _slab = [];
    private int _slabUsed;

    /// <summary>Makes an empty table.</summary>
    public RecordTable(RecordLayout layout)
    {
        Layout = layout;
        BodyBytes = (layout.FixedLength + sizeof(long) - 1) / sizeof(long) * sizeof(long);
        Stride = RecordHead.Size + (2 * BodyBytes);
        PresentUs = new long[layout.Slots];
        Array.Fill(PresentUs, long.MinValue);
    }

    /// <summary>The structure.</summary>
    public RecordLayout Layout { get; }

    /// <summary>Bytes of a place for a record.</summary>
    public int BodyBytes { get; }

    /// <summary>Bytes of a data source: a head and two records.</summary>
    public int Stride { get; }

    /// <summary>Data sources that have sent this structure.</summary>
    public int Count { get; private set; }

    /// <summary>The chunks; empty for a layout that is not fixed.</summary>
    public IReadOnlyList<RecordChunk> Chunks => _chunks;

    /// <summary>Slots whose updates somebody wants, as of <see cref="WatchedVersion"/>.</summary>
    public int[] WatchedSlots { get; set; } = [];

    /// <summary>Version of the watcher that was asked; see <see cref="Thresholds.ICounterWatcher.Version"/>.</summary>
    public long WatchedVersion { get; set; } = -1;

    /// <summary>Newest engine time at which each slot was seen to have a value, as far as <see cref="LookedUs"/>; see <see cref="Queries.MetricPresence"/>.</summary>
    public long[] PresentUs { get; }

    /// <summary>Engine time up to which rows were looked at for <see cref="PresentUs"/>.</summary>
    public long LookedUs { get; set; } = long.MinValue;

    /// <summary>Makes the block of a data source.</summary>
    public MetricBlock Add(DataSourceState owner)
    {
        Count++;
        if (Layout.FixedLength == 0)
        {
            return new MetricBlock(new DecodedBlock(this));
        }

        RecordChunk chunk = ChunkWithRoom();
        return new MetricBlock(chunk, chunk.Take(owner));
    }

    /// <summary>A data source is gone.</summary>
    /// <param name="chunk">Where it had a place; null when it had none.</param>
    /// <param name="row">Its place.</param>
    public void Left(RecordChunk? chunk, int row)
    {
        Count--;
        if (chunk is null)
        {
            return;
        }

        MarkChanged(chunk.Number, row);
        Offer(chunk);
    }

    /// <summary>The record of a row.</summary>
    public static FixedRecord Record(RecordChunk chunk, int row)
    {
        RecordTable table = chunk.Table;
        Span<byte> place = chunk.Place(row);
        ref RecordHead head = ref MemoryMarshal.AsRef<RecordHead>(place);
        return new FixedRecord(table.Layout, ref head, place.Slice(RecordHead.Size, table.BodyBytes), place.Slice(RecordHead.Size + table.BodyBytes, table.BodyBytes));
    }

    /// <summary>Values of a row have changed.</summary>
    public void MarkChanged(int chunk, int row)
    {
        foreach (MetricColumn column in _columns)
        {
            column.MarkChanged(chunk, row);
        }
    }

    /// <summary>The column of a slot, made when nobody asked for it lately.</summary>
    /// <param name="slot">The slot; its values are numbers.</param>
    /// <param name="nowUs">Engine time.</param>
    public MetricColumn Column(int slot, long nowUs)
    {
        MetricColumn? found = Array.Find(_columns, column => column.Slot == slot);
        if (found is null)
        {
            found = new MetricColumn(this, slot);
            List<MetricColumn> kept = [.. _columns.Where(column => nowUs - column.AskedUs <= ColumnLifetimeUs).OrderByDescending(static column => column.AskedUs).Take(MostColumns - 1)];
            _columns = [.. kept, found];
        }

        found.AskedUs = nowUs;
        return found;
    }

    /// <summary>A chunk with a free place.</summary>
    private RecordChunk ChunkWithRoom()
    {
        while (_withRoom.TryPeek(out RecordChunk? offered))
        {
            if (!offered.IsFull)
            {
                return offered;
            }

            offered.IsOffered = false;
            _withRoom.Pop();
        }

        RecordChunk added = AddChunk();
        Offer(added);
        return added;
    }

    private RecordChunk AddChunk()
    {
        int bytes = RecordChunk.Rows * Stride;
        if (_slabUsed == _slab.Length)
        {
            // As much as there is already, so that a small network takes little.
            _slab = new byte[Math.Clamp(_chunks.Count, 1, Math.Max(1, SlabBytes / bytes)) * bytes];
            _slabUsed = 0;
        }

        RecordChunk added = new(this, _chunks.Count, _slab, _slabUsed);
        _slabUsed += bytes;
        _chunks.Add(added);
        return added;
    }

    private void Offer(RecordChunk chunk)
    {
        if (!chunk.IsOffered)
        {
            chunk.IsOffered = true;
            _withRoom.Push(chunk);
        }
    }
}
