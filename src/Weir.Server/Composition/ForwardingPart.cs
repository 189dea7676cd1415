using Weir.Analytics;
using Weir.Ingest.Forwarding;
using Weir.Scripting.Forwarding;
using Weir.Web;
using Weir.Web.Prometheus;

namespace Weir.Server.Composition;

/// <summary>The forwarder of the receiving side, as REST, scripts and <c>/metrics</c> want it.</summary>
internal sealed class ForwardingPart(DatagramForwarder forwarder) : IForwardingGateway, IForwardingService, IMetricSource
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ForwardingTarget> Targets =>
        forwarder.Collectors.ToDictionary(pair => pair.Key, pair => new ForwardingTarget(pair.Value.Address, pair.Value.EndPoint.Port));

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> Set(string name, ForwardingTarget target) =>
        forwarder.Set(name, target.Address, target.Port) is { } problem ? [new Diagnostic("address", problem)] : [];

    /// <inheritdoc/>
    public bool Clear(string name) => forwarder.Clear(name);

    /// <inheritdoc/>
    public bool SetForward(string name, string address, int port) => forwarder.Set(name, address, port) is null;

    /// <inheritdoc/>
    public bool ClearForward(string name) => forwarder.Clear(name);

    /// <inheritdoc/>
    public void Collect(IMetricSink sink)
    {
        sink.Gauge("weir_forwarding_collectors", "Collectors that get a copy of every datagram.", forwarder.Collectors.Count);
        sink.Gauge("weir_forwarding_collectors_capacity", "Most of them.", DatagramForwarder.MaxCollectors);
        foreach ((string name, ForwardingCollector collector) in forwarder.Collectors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            sink.Counter("weir_forwarded_datagrams_total", "Copies of datagrams handed to the system for a collector.", collector.Sent, ("collector", name));
            sink.Counter("weir_forwarding_dropped_total", "Copies that the system did not take, or that the collector's host refused.", collector.Dropped, ("collector", name));
        }
    }
}
