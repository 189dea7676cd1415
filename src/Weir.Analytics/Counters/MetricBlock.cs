namespace Weir.Analytics.Counters;

/// <summary>Values of one counter record structure at one data source, with what is needed for the next rate. Single writer.</summary>
internal abstract class MetricBlock(RecordTable table)
{
    /// <summary>Longest interval over which a rate is computed, in seconds: beyond it 32-bit counters may have wrapped unseen.</summary>
    public const double LongestInterval = 3600;

    /// <summary>What the blocks of this structure share within a shard.</summary>
    public RecordTable Table => table;

    /// <summary>The structure.</summary>
    public RecordLayout Layout => table.Layout;

    /// <summary>Engine time of the last update, in microseconds.</summary>
    public abstract long TimeUs { get; }

    /// <summary>Value in a slot.</summary>
    public abstract MetricValue this[int slot] { get; }

    /// <summary>Asks for what an update will overwrite to be brought into the cache.</summary>
    public abstract void Prepare();

    /// <summary>Takes a slot's value away until the next record, and what is derived from it: it turned out to mean something else.</summary>
    public abstract void MakeAbsent(int slot);

    /// <summary>The next record gives no rates: counters may have begun again.</summary>
    public abstract void BreakHistory();

    /// <summary>Takes a record over.</summary>
    /// <returns>False when it is shorter than its structure; what is there was taken.</returns>
    public abstract bool Update(ReadOnlySpan<byte> body, SampleClock clock);

    /// <summary>The data source is gone: gives back what others may use.</summary>
    public abstract void Release();
}
