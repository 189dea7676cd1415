using Weir.Analytics;
using Weir.Ingest.Names;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>What the databases and the resolver count, for <c>/metrics</c>.</summary>
internal sealed class LookupMetrics(AnalyticsEngine engine, Func<ReverseResolver?> resolver) : IMetricSource
{
    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        sink.Counter("weir_lookup_files_read_total", "Databases of the operator read, at start and after a change.", engine.Databases.Loads);
        sink.Counter("weir_lookup_file_failures_total", "Times such a database could not be read.", engine.Databases.Failures);
        if (resolver() is not { } dns)
        {
            return;
        }

        sink.Gauge("weir_dns_names", "Addresses whose names are kept or asked for.", engine.Names.Count);
        sink.Counter("weir_dns_questions_total", "Names of addresses asked for.", engine.Names.Asked);
        sink.Counter("weir_dns_refused_total", "Addresses not asked for because there was no room.", engine.Names.Refused);
        sink.Counter("weir_dns_answers_total", "Questions answered.", dns.Answers);
        sink.Counter("weir_dns_failures_total", "Questions given up.", dns.Failures);
        sink.Counter("weir_dns_ignored_total", "Messages that answered no question of ours.", dns.Ignored);
    }
}
