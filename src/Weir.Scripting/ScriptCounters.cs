namespace Weir.Scripting;

/// <summary>Totals of one script since the server started, and the present length of its queues.</summary>
public sealed record ScriptCounters
{
    /// <summary>Flow records waiting for the script.</summary>
    public long RecordsQueued { get; init; }

    /// <summary>Flow records its handler is done with.</summary>
    public long RecordsHandled { get; init; }

    /// <summary>Flow records dropped because the queue was full: the newest are dropped.</summary>
    public long RecordsDropped { get; init; }

    /// <summary>Threshold events waiting for the script.</summary>
    public long EventsQueued { get; init; }

    /// <summary>Threshold events its handler is done with.</summary>
    public long EventsHandled { get; init; }

    /// <summary>Threshold events dropped because the queue was full: the newest are dropped.</summary>
    public long EventsDropped { get; init; }

    /// <summary>HTTP requests handed to the script.</summary>
    public long Requests { get; init; }

    /// <summary>HTTP requests refused because too many were waiting.</summary>
    public long RequestsRefused { get; init; }

    /// <summary>HTTP requests that got no answer in time.</summary>
    public long RequestsTimedOut { get; init; }

    /// <summary>Interval ticks left out because the handler was still busy.</summary>
    public long TicksSkipped { get; init; }

    /// <summary>API calls answered.</summary>
    public long Calls { get; init; }

    /// <summary>API calls whose answer was held back because there were too many.</summary>
    public long CallsThrottled { get; init; }

    /// <summary>httpAsync requests refused because too many were waiting.</summary>
    public long HttpRefused { get; init; }

    /// <summary>Log lines left out because there were too many.</summary>
    public long LogLinesDropped { get; init; }
}
