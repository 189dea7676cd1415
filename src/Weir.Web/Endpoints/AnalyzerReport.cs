using Weir.Analytics;
using Weir.Web.Routing;
using Weir.Wire;

namespace Weir.Web.Endpoints;

/// <summary>The numbers of <c>GET /analyzer/json</c> and <c>/prometheus/analyzer/txt</c>, under both their names.</summary>
internal static class AnalyzerReport
{
    /// <summary>One number.</summary>
    /// <param name="Json">Name in the JSON object.</param>
    /// <param name="Prometheus">Name after <c>sflow_analyzer_</c>.</param>
    /// <param name="Grows">True for a total since start.</param>
    /// <param name="Value">The number.</param>
    internal readonly record struct Number(string Json, string Prometheus, bool Grows, double Value);

    public static IReadOnlyList<Number> Collect(WebRuntime web)
    {
        EngineStatistics engine = web.Engine.Statistics();
        HttpCounters http = web.Counters;
        long unsupported = engine.DecodeErrors.GetValueOrDefault(nameof(DecodeError.UnsupportedVersion));
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        (double process, double? system) = web.Process.Load();
        int threads = ProcessReport.Threads();
        List<Number> numbers =
        [
            new("uptime", "uptime_milliseconds", true, Math.Floor(web.Process.Uptime.TotalMilliseconds)),
            new("sFlowAgents", "agent_count", false, engine.Agents),
            new("sFlowDatagramsReceived", "received_datagrams", true, engine.DatagramsReceived),
            new("sFlowBytesReceived", "received_bytes", true, engine.BytesReceived),
            new("sFlowDatagramsLost", "lost_datagrams", true, engine.DatagramsLost),
            new("sFlowDatagramsDiscarded", "discarded_datagrams", true, (web.Services.Status?.DatagramsDiscarded ?? 0) + engine.AgentsRefused),
            new("sFlowParseErrors", "parse_errors", true, engine.DecodeErrors.Values.Sum() - unsupported),
            new("sFlowUnsupportedVersion", "unsupported_version", true, unsupported),
            new("sFlowFlowSamples", "flow_samples", true, engine.FlowSamples),
            new("sFlowCounterSamples", "counter_samples", true, engine.CounterSamples),
            new("sFlowNotificationSamples", "notification_samples", true, engine.DiscardedPackets),
            new("flowsGenerated", "flows_generated", true, engine.FlowsGenerated),
            new("eventsGenerated", "events_generated", true, engine.EventsGenerated),
            new("httpConnectionsCurrent", "http_connections_current", false, http.Connections),
            new("httpConnectionsTotal", "http_connections_total", true, http.ConnectionsTotal),
            new("httpMessagesReceived", "http_messages_received", true, http.Requests),
            new("httpMessagesSent", "http_messages_sent", true, http.Responses),
            new("httpBytesReceived", "http_bytes_received", true, http.BytesIn),
            new("httpBytesSent", "http_bytes_sent", true, http.BytesOut),
            new("availableProcessors", "available_processors", false, Environment.ProcessorCount),
            new("heapMax", "heap_max_bytes", false, memory.TotalAvailableMemoryBytes),
            new("heapUsed", "heap_used_bytes", false, GC.GetTotalMemory(forceFullCollection: false)),
            new("threadCount", "thread_count", false, threads),
            new("threadDaemonCount", "thread_daemon_count", false, ThreadPool.ThreadCount),
            new("threadTotalStartedCount", "thread_total_started_count", true, threads),
            new("gcTime", "gc_time_milliseconds", true, Math.Floor(GC.GetTotalPauseDuration().TotalMilliseconds)),
            new("gcCount", "gc_count", true, GC.CollectionCount(0)),
            new("cpuTime", "cpu_time_milliseconds", true, Math.Floor(Environment.CpuUsage.TotalTime.TotalMilliseconds)),
            new("cpuLoadProcess", "cpu_load_process", false, process),
        ];
        if (system is double load)
        {
            numbers.Add(new("cpuLoadSystem", "cpu_load_system", false, load));
        }

        if (ProcessReport.HostMemory() is { } host)
        {
            numbers.Add(new("memTotal", "memory_total_bytes", false, host.Total));
            numbers.Add(new("memFree", "memory_free_bytes", false, host.Free));
        }

        return numbers;
    }
}
