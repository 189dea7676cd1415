using System.Globalization;
using Weir.Analytics;
using Weir.Ingest.Captures;

namespace Weir.Server.Verbs;

/// <summary>What a replay did, printed at its end.</summary>
public sealed record ReplaySummary
{
    /// <summary>Datagrams played.</summary>
    public required long Datagrams { get; init; }

    /// <summary>Seconds of capture time.</summary>
    public required double CaptureSeconds { get; init; }

    /// <summary>Agents seen.</summary>
    public required long Agents { get; init; }

    /// <summary>Flow samples decoded.</summary>
    public required long FlowSamples { get; init; }

    /// <summary>Counter samples decoded.</summary>
    public required long CounterSamples { get; init; }

    /// <summary>Dropped-packet notifications decoded.</summary>
    public required long DiscardedPackets { get; init; }

    /// <summary>Datagrams missing from the sequences.</summary>
    public required long DatagramsLost { get; init; }

    /// <summary>Threshold events raised.</summary>
    public required long Events { get; init; }

    /// <summary>Flow records produced.</summary>
    public required long FlowRecords { get; init; }

    /// <summary>Things that could not be read, by reason; reasons that did not occur are left out.</summary>
    public required IReadOnlyDictionary<string, long> DecodeErrors { get; init; }

    /// <summary>Lines written to the events file; null without one.</summary>
    public long? EventsWritten { get; init; }

    /// <summary>Lines written to the records file; null without one.</summary>
    public long? RecordsWritten { get; init; }

    /// <summary>Collects the summary.</summary>
    public static ReplaySummary From(ReplayResult result, EngineStatistics statistics, long? eventsWritten, long? recordsWritten)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(statistics);
        return new ReplaySummary
        {
            Datagrams = result.Datagrams,
            CaptureSeconds = (result.LastTimeUs - result.FirstTimeUs) / 1e6,
            Agents = statistics.Agents,
            FlowSamples = statistics.FlowSamples,
            CounterSamples = statistics.CounterSamples,
            DiscardedPackets = statistics.DiscardedPackets,
            DatagramsLost = statistics.DatagramsLost,
            Events = statistics.EventsGenerated,
            FlowRecords = statistics.FlowsGenerated,
            DecodeErrors = statistics.DecodeErrors.Where(e => e.Value > 0).ToDictionary(e => e.Key, e => e.Value),
            EventsWritten = eventsWritten,
            RecordsWritten = recordsWritten,
        };
    }

    /// <summary>The summary as a line for people.</summary>
    public override string ToString()
    {
        string errors = DecodeErrors.Count == 0 ? "" : ", errors: " + string.Join(", ", DecodeErrors.Select(e => $"{e.Key} {e.Value}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Datagrams:N0} datagrams of {Agents} agents over {CaptureSeconds:F1} s: {FlowSamples:N0} flow samples, {CounterSamples:N0} counter samples, {DiscardedPackets:N0} drop notifications, {Events:N0} events, {FlowRecords:N0} flow records, {DatagramsLost:N0} datagrams lost{errors}");
    }
}
