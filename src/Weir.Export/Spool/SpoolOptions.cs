using System.Globalization;
using Weir.Analytics;

namespace Weir.Export.Spool;

/// <summary>Where the spool lies and how much it may hold.</summary>
public sealed record SpoolOptions
{
    /// <summary>Folder; made when it is not there, readable by its owner only.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes on disk before the oldest segment is removed, read or not. Default 1 GB.</summary>
    public long MaxBytes { get; init; } = 1_000_000_000;

    /// <summary>Age at which events are removed, read or not; only time during which Weir runs counts. Default 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Size of a segment: what is removed at once. Default 16 MB.</summary>
    public int SegmentBytes { get; init; } = 16_000_000;

    /// <summary>Events that may wait for the disk; more are refused and counted. Default 65,536: over a second at the rate the disk takes.</summary>
    public int MaxQueuedEvents { get; init; } = 65_536;

    /// <summary>Memory of the events that may wait for the disk, estimated; more are refused and counted. Default 64 MB.</summary>
    public long MaxQueuedBytes { get; init; } = 64_000_000;

    /// <summary>Ids that are remembered to tell events that come twice; 32 bytes each once they are used. Default 1,000,000.</summary>
    public int RememberedIds { get; init; } = 1_000_000;

    /// <summary>Newest events kept in memory for readers that keep up. Default 8,192.</summary>
    public int CachedEvents { get; init; } = 8_192;

    /// <summary>JSON bytes of the events kept in memory; as objects they take about three times as much. Default 8 MB.</summary>
    public int CachedBytes { get; init; } = 8_000_000;

    /// <summary>How long a reader's place may lie in memory only: what a crash makes it read again. Default 200 ms.</summary>
    public TimeSpan CursorInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pause between attempts to write while the disk refuses. Default 250 ms.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A segment is closed at this age, so that age is told within a sixteenth of <see cref="MaxAge"/> on quiet networks too; at most 6 hours.</summary>
    public TimeSpan SegmentAge => TimeSpan.FromMilliseconds(Math.Min(MaxAge.TotalMilliseconds / 16, 6 * 3_600_000));

    /// <summary>Everything that is wrong with the options.</summary>
    public IReadOnlyList<Diagnostic> Validate()
    {
        List<Diagnostic> problems = [];
        Demand(problems, Directory.Length > 0, nameof(Directory), "is missing");
        DemandRange(problems, nameof(SegmentBytes), SegmentBytes, 1_000_000, 1_000_000_000);
        DemandRange(problems, nameof(MaxBytes), MaxBytes, 2L * SegmentBytes, long.MaxValue);
        Demand(problems, MaxAge >= TimeSpan.FromMinutes(1), nameof(MaxAge), "expected at least one minute");
        DemandRange(problems, nameof(MaxQueuedEvents), MaxQueuedEvents, 1, 10_000_000);
        DemandRange(problems, nameof(MaxQueuedBytes), MaxQueuedBytes, 1_000_000, long.MaxValue);
        DemandRange(problems, nameof(RememberedIds), RememberedIds, 1, 100_000_000);
        DemandRange(problems, nameof(CachedEvents), CachedEvents, 1, 10_000_000);
        DemandRange(problems, nameof(CachedBytes), CachedBytes, 1, 1_000_000_000);
        Demand(problems, CursorInterval > TimeSpan.Zero && CursorInterval <= TimeSpan.FromMinutes(1), nameof(CursorInterval), "expected up to one minute");
        Demand(problems, RetryInterval > TimeSpan.Zero && RetryInterval <= TimeSpan.FromMinutes(1), nameof(RetryInterval), "expected up to one minute");
        return problems;
    }

    private static void Demand(List<Diagnostic> problems, bool holds, string name, string message)
    {
        if (!holds)
        {
            problems.Add(new Diagnostic(name, message));
        }
    }

    private static void DemandRange(List<Diagnostic> problems, string name, long value, long least, long most) =>
        Demand(problems, value >= least && value <= most, name, string.Create(CultureInfo.InvariantCulture, $"{value}: expected {least} to {most}"));
}
