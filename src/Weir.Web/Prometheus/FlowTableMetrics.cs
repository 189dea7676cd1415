using Weir.Analytics;
using Weir.Analytics.Flows;

namespace Weir.Web.Prometheus;

/// <summary>What each flow definition has counted and how much of its bound it uses, in <c>/metrics</c>.</summary>
internal static class FlowTableMetrics
{
    public static void Collect(AnalyticsEngine engine, IMetricSink sink)
    {
        foreach ((string name, FlowTableUse use) in engine.FlowTables())
        {
            (string, string) flow = ("flow", name);
            sink.Counter("weir_flow_samples_seen_total", "Samples received since the flow was defined.", use.Seen, flow);
            sink.Counter("weir_flow_samples_matched_total", "Samples that passed the flow's filter.", use.Matched, flow);
            sink.Counter("weir_flow_updates_total", "Samples counted in the flow: with every key and the value.", use.Updates, flow);
            sink.Counter("weir_flow_table_evictions_total", "Entries of the flow that gave way to others.", use.Evictions, flow);
            sink.Gauge("weir_flow_table_entries", "Entries of the flow in use.", use.Entries, flow);
            sink.Gauge("weir_flow_table_capacity", "Entries the flow may have, over all shards.", use.Capacity, flow);
            sink.Gauge("weir_flow_table_bytes", "Memory of the flow's entries.", use.Bytes, flow);
            sink.Gauge("weir_flow_error_bound", "The most, per second, that a true value exceeds the one shown because entries gave way.", use.ErrorBound, flow);
        }
    }
}
