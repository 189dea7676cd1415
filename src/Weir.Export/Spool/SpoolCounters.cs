namespace Weir.Export.Spool;

/// <summary>What the spool counts. Shared: each is written with interlocked operations by whoever meets it, read by statistics.</summary>
internal sealed class SpoolCounters
{
    public long Accepted;
    public long RefusedFull;
    public long RefusedInvalid;
    public long RefusedByDisk;
    public long Deduplicated;
    public long BytesWritten;
    public long Commits;
    public long SyncTicks;
    public long FailedCommits;
    public long CorruptPlaces;
    public long Unreadable;
    public long TornBytes;
    public long RemovedEvents;

    // Shared: written by the spool's thread; why the disk refuses at present, null while it does not.
    public volatile string? Trouble;
}
