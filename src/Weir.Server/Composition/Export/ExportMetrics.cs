using Weir.Export.Delivery;
using Weir.Export.Spool;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition.Export;

/// <summary>What spool and sinks count, for <c>/metrics</c>.</summary>
/// <param name="spool">Gives the spool; null where no events are kept, or not yet.</param>
/// <param name="delivery">Gives the sinks; null where nothing is delivered.</param>
internal sealed class ExportMetrics(Func<EventSpool?> spool, Func<DeliveryService?> delivery) : IMetricSource
{
    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        if (spool() is { } opened)
        {
            Add(sink, opened.Statistics);
        }

        foreach (SinkDisplay shown in delivery()?.Sinks ?? [])
        {
            Add(sink, shown.Name, "events", shown.Events);
            Add(sink, shown.Name, "metrics", shown.Metrics);
        }
    }

    private static void Add(IMetricSink sink, SpoolStatistics spool)
    {
        sink.Counter("weir_spool_accepted_total", "Events that came onto the disk.", spool.Accepted);
        sink.Counter("weir_spool_deduplicated_total", "Events that were there already under the same id.", spool.Deduplicated);
        sink.Counter("weir_spool_refused_total", "Events that were not accepted, by reason.", spool.RefusedFull, ("reason", "full"));
        sink.Counter("weir_spool_refused_total", "Events that were not accepted, by reason.", spool.RefusedInvalid, ("reason", "invalid"));
        sink.Counter("weir_spool_refused_total", "Events that were not accepted, by reason.", spool.RefusedByDisk, ("reason", "disk"));
        sink.Counter("weir_spool_written_bytes_total", "Bytes written to segments.", spool.BytesWritten);
        sink.Counter("weir_spool_commits_total", "Writes followed by a sync.", spool.Commits);
        sink.Counter("weir_spool_failed_commits_total", "Writes that the disk refused.", spool.FailedCommits);
        sink.Counter("weir_spool_sync_seconds_total", "Time spent waiting for the medium.", spool.SyncSeconds);
        sink.Counter("weir_spool_removed_total", "Events removed by age or size, read or not.", spool.RemovedEvents);
        sink.Counter("weir_spool_corrupt_places_total", "Damaged places found in segments and skipped.", spool.CorruptPlaces);
        sink.Counter("weir_spool_unreadable_total", "Intact records whose event could not be read.", spool.Unreadable);
        sink.Gauge("weir_spool_trouble", "1 while the disk refuses.", spool.Trouble is null ? 0 : 1);
        sink.Gauge("weir_spool_queued", "Events in front of the disk.", spool.QueuedEvents);
        sink.Gauge("weir_spool_queued_bytes", "Memory of the events in front of the disk.", spool.QueuedBytes);
        sink.Gauge("weir_spool_segments", "Segments on disk.", spool.Segments);
        sink.Gauge("weir_spool_bytes", "Bytes on disk.", spool.BytesOnDisk);
        sink.Gauge("weir_spool_first", "First sequence on disk.", spool.First);
        sink.Gauge("weir_spool_last", "Last sequence on disk.", spool.Last);
    }

    private static void Add(IMetricSink sink, string name, string kind, SinkHealth? health)
    {
        if (health is null)
        {
            return;
        }

        ReadOnlySpan<(string, string)> labels = [("sink", name), ("type", health.Type), ("of", kind)];
        sink.Gauge("weir_sink_healthy", "1 unless deliveries to the sink fail.", SinkGateway.IsHealthy(health) ? 1 : 0, labels);
        sink.Gauge("weir_sink_waiting", "Events or points that wait for the sink, about.", health.Waiting, labels);
        sink.Counter("weir_sink_requests_total", "Requests sent to the sink's receiver.", health.Requests, labels);
        sink.Counter("weir_sink_sent_total", "Events or points that the receiver took.", health.Sent, labels);
        sink.Counter("weir_sink_retried_total", "Events or points that were sent once more.", health.Retried, labels);
        sink.Counter("weir_sink_given_up_total", "Events or points that the receiver will never take.", health.GivenUp, labels);
        sink.Counter("weir_sink_filtered_total", "Events that the sink's filter kept back.", health.Filtered, labels);
        sink.Counter("weir_sink_lost_total", "Events or points removed by a bound before they could be sent.", health.Lost, labels);
        sink.Gauge("weir_sink_dead_letters", "Events given up that are listed.", health.DeadLetters, labels);
        if (health.LatencyP99Ms is { } p99 && health.LatencyP50Ms is { } p50)
        {
            sink.Quantile("weir_sink_latency_seconds", "Time from an event to its receiver's word, of the last thousand.", 0.5, p50 / 1000, labels);
            sink.Quantile("weir_sink_latency_seconds", "Time from an event to its receiver's word, of the last thousand.", 0.99, p99 / 1000, labels);
        }
    }
}
