using Weir.Analytics.Flows.Tables;

namespace Weir.Analytics.Counters;

/// <summary>Values of one counter record structure at one data source, with what is needed for the next rate. Single writer.</summary>
/// <remarks>
/// No object of its own: a place in a <see cref="RecordChunk"/>, or, for a structure without fixed layout, a <see cref="DecodedBlock"/>. Half a million
/// ports have a million of them, and the collector looks at every object that is new with all threads stopped.
/// </remarks>
internal readonly record struct MetricBlock
{
    /// <summary>Longest interval over which a rate is computed, in seconds: beyond it 32-bit counters may have wrapped unseen.</summary>
    public const double LongestInterval = 3600;

    private readonly object _home;
    private readonly int _row;

    /// <summary>A place of a structure of fixed layout.</summary>
    public MetricBlock(RecordChunk chunk, int row)
    {
        _home = chunk;
        _row = row;
    }

    /// <summary>Values that are decoded as they come.</summary>
    public MetricBlock(DecodedBlock block)
    {
        _home = block;
        _row = 0;
    }

    /// <summary>What the blocks of this structure share within a shard.</summary>
    public RecordTable Table => _home is RecordChunk chunk ? chunk.Table : Decoded.Table;

    /// <summary>The structure.</summary>
    public RecordLayout Layout => Table.Layout;

    /// <summary>Engine time of the last update, in microseconds.</summary>
    public long TimeUs => _home is RecordChunk chunk ? chunk.Head(_row).TimeUs : Decoded.TimeUs;

    private DecodedBlock Decoded => (DecodedBlock)_home;

    /// <summary>Value in a slot.</summary>
    public MetricValue this[int slot] => _home is RecordChunk chunk ? RecordTable.Record(chunk, _row).Value(slot) : Decoded[slot];

    /// <summary>Asks for the object to be brought into the cache that <see cref="Prepare"/> reads.</summary>
    public void PrepareHome() => Prefetch.Object(_home, 1);

    /// <summary>Asks for what an update will overwrite to be brought into the cache.</summary>
    public void Prepare()
    {
        if (_home is RecordChunk chunk)
        {
            Prefetch.Bytes(chunk.Place(_row));
        }
        else
        {
            Decoded.Prepare();
        }
    }

    /// <summary>Takes a slot's value away until the next record, and what is derived from it: it turned out to mean something else.</summary>
    public void MakeAbsent(int slot)
    {
        if (_home is RecordChunk chunk)
        {
            chunk.MakeAbsent(_row, slot);
        }
        else
        {
            Decoded.MakeAbsent(slot);
        }
    }

    /// <summary>The next record gives no rates: counters may have begun again.</summary>
    public void BreakHistory()
    {
        if (_home is RecordChunk chunk)
        {
            chunk.Head(_row).Set(RecordStates.HasPrevious, false);
        }
        else
        {
            Decoded.BreakHistory();
        }
    }

    /// <summary>Takes a record over.</summary>
    /// <returns>False when it is shorter than its structure; what is there was taken.</returns>
    public bool Update(ReadOnlySpan<byte> body, SampleClock clock) =>
        _home is RecordChunk chunk ? chunk.Update(_row, body, clock) : Decoded.Update(body, clock);

    /// <summary>The data source is gone: gives back what others may use.</summary>
    public void Release()
    {
        if (_home is RecordChunk chunk)
        {
            chunk.Free(_row);
            Table.Left(chunk, _row);
        }
        else
        {
            Table.Left(null, 0);
        }
    }
}
