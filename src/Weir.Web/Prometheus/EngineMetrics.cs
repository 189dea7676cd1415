using Weir.Analytics;
using Weir.Web.Endpoints;
using Weir.Web.Routing;

namespace Weir.Web.Prometheus;

/// <summary>Numbers of the engine and of the HTTP side in <c>/metrics</c>: every counter, and every bound with its use.</summary>
internal static class EngineMetrics
{
    public static void Collect(WebRuntime web, IMetricSink sink)
    {
        sink.Gauge("weir_build_info", "Always 1; the version is a label.", 1, ("version", web.Services.Version));
        sink.Gauge("weir_uptime_seconds", "Time since start.", web.Process.Uptime.TotalSeconds);
        Received(web.Engine.Statistics(), sink);
        DecodeErrorMetrics.Collect(web.Engine, sink);
        FlowTableMetrics.Collect(web.Engine, sink);
        Bounds(web.Engine, sink);
        Http(web, sink);
        Process(web, sink);
    }

    private static void Received(EngineStatistics engine, IMetricSink sink)
    {
        sink.Counter("weir_datagrams_received_total", "Datagrams handed to the engine.", engine.DatagramsReceived);
        sink.Counter("weir_bytes_received_total", "UDP payload bytes handed to the engine.", engine.BytesReceived);
        sink.Counter("weir_datagrams_lost_total", "Datagrams missing from the agents' sequences.", engine.DatagramsLost);
        const string Samples = "weir_samples_received_total";
        sink.Counter(Samples, "Samples decoded.", engine.FlowSamples, ("type", "flow"));
        sink.Counter(Samples, "Samples decoded.", engine.CounterSamples, ("type", "counter"));
        sink.Counter(Samples, "Samples decoded.", engine.DiscardedPackets, ("type", "discarded_packet"));
        foreach ((string format, long count) in engine.UnknownFormats.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            sink.Counter("weir_unknown_formats_total", "Samples and records of unknown types, stepped over, by enterprise:format.", count, ("format", format));
        }

        sink.Counter("weir_events_generated_total", "Threshold events generated.", engine.EventsGenerated);
        sink.Counter("weir_flows_generated_total", "Flow records generated.", engine.FlowsGenerated);
        sink.Counter("weir_dispatch_dropped_total", "Events and records lost because the dispatcher's queue was full.", engine.DispatchDropped);
        sink.Counter("weir_flow_evictions_total", "Flow entries that gave way to larger ones.", engine.FlowEvictions);
        sink.Counter("weir_flow_distinct_coarse_total", "Sets of distinct values that had to count coarsely because their memory was used up.", engine.DistinctRefused);
        sink.Counter("weir_agents_refused_total", "Datagrams dropped because the agent table was full.", engine.AgentsRefused);
        sink.Counter("weir_data_sources_refused_total", "Samples dropped because an agent's data source table was full.", engine.DataSourcesRefused);
        sink.Counter("weir_repeated_samples_total", "Samples received again, not counted in flows.", engine.RepeatedSamples);
        sink.Counter("weir_late_datagrams_total", "Datagrams held up on the way, counted when they were sent.", engine.DatagramsPlaced);
        sink.Counter("weir_too_late_datagrams_total", "Datagrams held up for more than a minute, counted when they arrived.", engine.DatagramsTooLate);
        sink.Counter("weir_agent_clock_faults_total", "Agent clocks that stood still, went back, leapt or lagged.", engine.AgentClockFaults);
        sink.Counter("weir_unknown_sampling_rates_total", "Flow samples whose agent gave no sampling rate.", engine.UnknownSamplingRates);
        sink.Counter("weir_triggers_refused_total", "Threshold crossings not reported because too many flows were triggered.", engine.TriggersRefused);
        sink.Gauge("weir_agents", "Agents seen.", engine.Agents);
        sink.Gauge("weir_flow_distinct_bytes", "Memory of the larger sets of distinct values.", engine.DistinctBytes);
        sink.Gauge("weir_flow_entries", "Flow entries in use over all definitions and shards.", engine.FlowEntries);
    }

    private static void Bounds(AnalyticsEngine engine, IMetricSink sink)
    {
        AnalyticsOptions options = engine.Options;
        sink.Gauge("weir_shards", "Receive loops with tables of their own.", options.Shards);
        sink.Gauge("weir_agents_capacity", "Agents that can be kept, over all shards.", (double)options.MaxAgents * options.Shards);
        sink.Gauge("weir_data_sources_per_agent_capacity", "Data sources that can be kept an agent.", options.MaxDataSourcesPerAgent);
        sink.Gauge("weir_flow_definitions", "Flow definitions.", engine.Flows.Count);
        sink.Gauge("weir_thresholds", "Thresholds.", engine.Thresholds.Count);
        sink.Gauge("weir_flow_distinct_capacity_bytes", "Memory that the larger sets of distinct values may take, over all shards.", (double)options.DistinctBytes * options.Shards);
        sink.Gauge("weir_flow_entries_capacity", "Flow entries that can be kept, over all definitions and shards.", (double)options.FlowTableCapacity * options.Shards * engine.Flows.Count);
        sink.Gauge("weir_dispatch_queue_capacity", "Events and records that may wait for the dispatcher.", options.DispatchQueueCapacity);
        sink.Gauge("weir_events_kept", "Threshold events kept for long polling.", Math.Min(engine.Events.LastId, options.EventsMax));
        sink.Gauge("weir_events_kept_capacity", "Threshold events that can be kept for long polling.", options.EventsMax);
        sink.Gauge("weir_flow_records_kept", "Flow records kept for long polling.", Math.Min(engine.FlowRecords.LastId, options.FlowRecordsMax));
        sink.Gauge("weir_flow_records_kept_capacity", "Flow records that can be kept for long polling.", options.FlowRecordsMax);
    }

    private static void Http(WebRuntime web, IMetricSink sink)
    {
        HttpCounters http = web.Counters;
        sink.Gauge("weir_http_connections", "HTTP connections open.", http.Connections);
        sink.Gauge("weir_http_connections_capacity", "HTTP connections that may be open.", web.Options.MaxConnections);
        sink.Counter("weir_http_connections_total", "HTTP connections accepted.", http.ConnectionsTotal);
        sink.Counter("weir_http_requests_total", "HTTP requests received.", http.Requests);
        for (int hundreds = 2; hundreds <= 5; hundreds++)
        {
            sink.Counter("weir_http_responses_total", "HTTP responses sent, by class of status.", http.ByStatusClass(hundreds), ("status", FormattableString.Invariant($"{hundreds}xx")));
        }

        sink.Counter("weir_http_received_bytes_total", "Bytes of request bodies.", http.BytesIn);
        sink.Counter("weir_http_sent_bytes_total", "Bytes of response bodies.", http.BytesOut);
        sink.Gauge("weir_http_waiting", "Long polls that wait.", http.Waiting);
        sink.Gauge("weir_http_waiting_capacity", "Long polls that may wait.", web.Options.MaxWaiting);
        sink.Counter("weir_http_waiting_refused_total", "Long polls refused because too many waited.", http.WaitingRefused);
        sink.Counter("weir_http_unauthorized_total", "Requests refused for want of the right credentials.", http.Unauthorized);
        sink.Counter("weir_http_cross_site_total", "Changes refused because a page of another site asked for them.", http.CrossSite);
        sink.Counter("weir_http_failures_total", "Requests that failed for a fault of the server.", http.Failures);
        sink.Counter("weir_metric_source_failures_total", "Parts that could not give their numbers to a scrape.", http.SourceFailures);
    }

    private static void Process(WebRuntime web, IMetricSink sink)
    {
        sink.Counter("process_cpu_seconds_total", "CPU time used, user and system.", Environment.CpuUsage.TotalTime.TotalSeconds);
        sink.Gauge("process_resident_memory_bytes", "Resident memory.", Environment.WorkingSet);
        sink.Gauge("process_threads", "Threads.", ProcessReport.Threads());
        sink.Gauge("weir_heap_used_bytes", "Managed heap in use.", GC.GetTotalMemory(forceFullCollection: false));
        sink.Counter("weir_gc_pause_seconds_total", "Time the process stood still for garbage collection.", GC.GetTotalPauseDuration().TotalSeconds);
        sink.Gauge("weir_cpu_load", "Fraction of the host's processors this process uses.", web.Process.Load().Process);
    }
}
