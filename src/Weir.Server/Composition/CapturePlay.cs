using Weir.Ingest.Captures;

namespace Weir.Server.Composition;

/// <summary>What to play instead of listening, and how.</summary>
/// <param name="Path">The capture.</param>
public sealed record CapturePlay(string Path)
{
    /// <summary>1 is real time; infinity as fast as it goes.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>True to begin again at the end.</summary>
    public bool Loop { get; init; }

    /// <summary>True to move engine time on at the end until every flow has ended.</summary>
    public bool EndFlows { get; init; }

    /// <summary>File that gets every threshold event as a JSON line; null for none.</summary>
    public string? EventsFile { get; init; }

    /// <summary>File that gets every flow record as a JSON line; null for none.</summary>
    public string? RecordsFile { get; init; }

    /// <summary>Told how far the play is; null for silence.</summary>
    public IProgress<ReplayProgress>? Progress { get; init; }
}
