namespace Weir.Export.Spool;

/// <summary>The spool in numbers; counters begin at 0 with the process.</summary>
public sealed record SpoolStatistics
{
    /// <summary>Events that came onto the disk.</summary>
    public long Accepted { get; init; }

    /// <summary>Events refused because the queue in front of the disk was full.</summary>
    public long RefusedFull { get; init; }

    /// <summary>Events refused because they break the rules of events.</summary>
    public long RefusedInvalid { get; init; }

    /// <summary>Appended events refused because the disk would not take them; posted ones wait instead.</summary>
    public long RefusedByDisk { get; init; }

    /// <summary>Events that were there already under the same id.</summary>
    public long Deduplicated { get; init; }

    /// <summary>Bytes written to segments.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Group commits: writes followed by a sync.</summary>
    public long Commits { get; init; }

    /// <summary>Seconds spent waiting for the medium.</summary>
    public double SyncSeconds { get; init; }

    /// <summary>Group commits that the disk refused.</summary>
    public long FailedCommits { get; init; }

    /// <summary>Why the disk refuses at present; null while it does not.</summary>
    public string? Trouble { get; init; }

    /// <summary>Events in front of the disk.</summary>
    public int QueuedEvents { get; init; }

    /// <summary>Memory of the events in front of the disk, estimated.</summary>
    public long QueuedBytes { get; init; }

    /// <summary>Segments on disk.</summary>
    public int Segments { get; init; }

    /// <summary>Bytes on disk.</summary>
    public long BytesOnDisk { get; init; }

    /// <summary>Damaged places found in segments; each may have held one event or more.</summary>
    public long CorruptPlaces { get; init; }

    /// <summary>Intact records whose event could not be read.</summary>
    public long Unreadable { get; init; }

    /// <summary>Bytes cut off the end of the newest segment at start: what a crash had left unfinished.</summary>
    public long TornBytes { get; init; }

    /// <summary>Events removed by age or size.</summary>
    public long RemovedEvents { get; init; }

    /// <summary>First sequence on disk.</summary>
    public long First { get; init; }

    /// <summary>Last sequence on disk; 0 in an empty spool.</summary>
    public long Last { get; init; }

    /// <summary>Every reader that has a place, whether it reads at present or not.</summary>
    public IReadOnlyList<SpoolReaderStatistics> Readers { get; init; } = [];
}
