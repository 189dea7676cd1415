using Microsoft.Extensions.Logging;

namespace Weir.Export.Spool;

/// <summary>What the parts of one spool share.</summary>
internal sealed class SpoolState
{
    // Shared: written by the spool's thread, read by readers.
    private long _durable;

    // Shared: replaced by the spool's thread with each commit, awaited by readers.
    private TaskCompletionSource _published = NewSignal();

    // Shared: written when the spool closes, read by readers.
    private bool _isClosed;

    public SpoolState(SpoolOptions options, SpoolEnvironment environment, CursorBook cursors, SpoolClock clock)
    {
        (Disk, Time, Logger) = environment;
        Options = options;
        Cursors = cursors;
        Clock = clock;
        Cache = new TailCache(options.CachedEvents, options.CachedBytes);
        Ids = new RecentIds(options.RememberedIds);
    }

    public SpoolOptions Options { get; }

    public ISpoolDisk Disk { get; }

    public ILogger Logger { get; }

    public CursorBook Cursors { get; }

    public SpoolClock Clock { get; }

    public SegmentCatalog Catalog { get; } = new();

    public TailCache Cache { get; }

    /// <summary>Ids of the newest events. Used by recovery, then by the spool's thread alone.</summary>
    public RecentIds Ids { get; }

    public SpoolCounters Counters { get; } = new();

    /// <summary>Wall clock for the headers of segments.</summary>
    public TimeProvider Time { get; }

    /// <summary>The last sequence on disk.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>The least sequence that may still be on disk.</summary>
    public long First => Catalog.FirstSequence(Durable + 1);

    /// <summary>Completes with the next commit, or when the spool closes.</summary>
    public Task Published => Volatile.Read(ref _published).Task;

    /// <summary>True when the spool is closed: nothing will be published any more.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Lets readers see everything to and with that sequence.</summary>
    public void Publish(long durable)
    {
        Volatile.Write(ref _durable, durable);
        Interlocked.Exchange(ref _published, NewSignal()).SetResult();
    }

    public void Close()
    {
        Volatile.Write(ref _isClosed, true);
        Volatile.Read(ref _published).TrySetResult();
    }

    /// <summary>Counts and reports damage that somebody met who reads a segment from its begin.</summary>
    public void NoteCorrupt(Segment segment, long places)
    {
        long fresh = segment.NoteCorrupt(places);
        if (fresh > 0)
        {
            Interlocked.Add(ref Counters.CorruptPlaces, fresh);
            SpoolLog.Corrupt(Logger, fresh, segment.Path);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
