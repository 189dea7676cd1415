using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>What the audit log counts, for <c>/metrics</c>.</summary>
/// <param name="audit">The log.</param>
internal sealed class AuditMetrics(AuditLog audit) : IMetricSource
{
    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        sink.Counter("weir_audit_entries_total", "Lines written to the audit file.", audit.Written);
        sink.Counter("weir_audit_dropped_total", "Audit entries that missed the file.", audit.Dropped);
    }
}
