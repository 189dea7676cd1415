using Weir.Scripting;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>What the script hosts count, for <c>/metrics</c>.</summary>
internal sealed class ScriptMetrics(ScriptManager manager) : IMetricSource
{
    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        foreach (ScriptStatus script in manager.Scripts)
        {
            (string, string) name = ("script", script.App is null ? script.Name : $"{script.App}/{script.Name}");
            ScriptCounters counters = script.Counters;
            sink.Gauge("weir_script_running", "1 while the script runs.", script.State == "running" ? 1 : 0, name);
            sink.Counter("weir_script_restarts_total", "Times the script was started again.", script.Restarts, name);
            sink.Gauge("weir_script_records_queued", "Flow records waiting for the script.", counters.RecordsQueued, name);
            sink.Counter("weir_script_records_handled_total", "Flow records handed to the script.", counters.RecordsHandled, name);
            sink.Counter("weir_script_records_dropped_total", "Flow records the script missed because its queue was full.", counters.RecordsDropped, name);
            sink.Gauge("weir_script_events_queued", "Threshold events waiting for the script.", counters.EventsQueued, name);
            sink.Counter("weir_script_events_handled_total", "Threshold events handed to the script.", counters.EventsHandled, name);
            sink.Counter("weir_script_events_dropped_total", "Threshold events the script missed because its queue was full.", counters.EventsDropped, name);
            sink.Counter("weir_script_requests_total", "HTTP requests for the script.", counters.Requests, name);
            sink.Counter("weir_script_requests_refused_total", "HTTP requests refused because too many waited.", counters.RequestsRefused, name);
            sink.Counter("weir_script_requests_timed_out_total", "HTTP requests the script did not answer in time.", counters.RequestsTimedOut, name);
            sink.Counter("weir_script_ticks_skipped_total", "Interval ticks left out because the script was busy.", counters.TicksSkipped, name);
            sink.Counter("weir_script_calls_total", "API calls of the script.", counters.Calls, name);
            sink.Counter("weir_script_calls_throttled_total", "API calls delayed by the rate limit.", counters.CallsThrottled, name);
            sink.Counter("weir_script_http_refused_total", "httpAsync calls refused because too many waited.", counters.HttpRefused, name);
            sink.Counter("weir_script_log_lines_dropped_total", "Log lines beyond the rate limit.", counters.LogLinesDropped, name);
        }
    }
}
