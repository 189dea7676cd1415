using Weir.Analytics;
using Weir.Analytics.Flows;
using Weir.Export.Sinks.Ipfix;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition.Export;

/// <summary>Feeds the flow records of definitions with <c>ipfixCollectors</c> to those collectors.</summary>
/// <remarks>The exporter is made with the first such record: nobody else pays for it.</remarks>
internal sealed class IpfixFeed : IAsyncDisposable, IMetricSource
{
    private const uint Domain = 1;

    private readonly AnalyticsEngine _engine;
    private readonly TimeProvider _time;

    // Shared: written by the dispatcher's thread, read by whoever asks for metrics.
    private volatile IpfixExporter? _exporter;

    /// <summary>Listens to the engine's records.</summary>
    public IpfixFeed(AnalyticsEngine engine, TimeProvider time)
    {
        _engine = engine;
        _time = time;
        engine.FlowRecorded += OnRecorded;
    }

    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        if (_exporter is { } exporter)
        {
            sink.Counter("weir_ipfix_records_total", "Data records sent to IPFIX collectors.", exporter.Sent);
            sink.Counter("weir_ipfix_failed_total", "Data records that the network refused.", exporter.Failed);
            sink.Counter("weir_ipfix_dropped_total", "Flow records dropped because the queue was full.", exporter.Dropped);
            sink.Counter("weir_ipfix_unfit_total", "Flow records that cannot be said in IPFIX.", exporter.Unfit);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _engine.FlowRecorded -= OnRecorded;
        if (_exporter is { } exporter)
        {
            await exporter.DisposeAsync();
        }
    }

    private void OnRecorded(FlowRecord record)
    {
        if (_engine.FindFlow(record.Name) is { IpfixCollectors.Count: > 0 } definition)
        {
            IpfixExporter exporter = _exporter ??= new IpfixExporter(Domain, _time);
            exporter.Export(definition, record);
        }
    }
}
