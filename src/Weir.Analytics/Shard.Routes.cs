using Weir.Analytics.Flows;
using Weir.Analytics.Flows.Keys;
using Weir.Analytics.Routes;
using Weir.Analytics.Topology;
using Weir.Wire.SFlow;

namespace Weir.Analytics;

/// <content>Samples of agents whose routes somebody else knows.</content>
public sealed partial class Shard
{
    private readonly RouteScratch _routes = new();

    private void AttachRoutes(scoped ref SampleContext context)
    {
        RouteSources sources = _engine.RouteSources;
        if (sources.IsEmpty)
        {
            return;
        }

        if (!sources.ByAgent.TryGetValue(context.Agent, out IRouteSource? source) && sources.Edge is not null && IsAtEdge(ref context))
        {
            source = sources.Edge;
        }

        if (source is null)
        {
            return;
        }

        _routes.Begin(source);
        context.Routes = _routes;
        if (source.IsObserving)
        {
            Observe(source, ref context);
        }
    }

    private bool IsAtEdge(scoped ref SampleContext context)
    {
        TopologyView view = _engine.Topology.View;
        return view.IsEmpty || (context.Source.Class == 0 && view.IsEdge(context.Agent, context.Source.Index));
    }

    // A packet sampled on its way out was or will be sampled on its way in: it counts there.
    private void Observe(IRouteSource source, scoped ref SampleContext context)
    {
        bool isEgress = IsSampledAt(context.Output, context.Source) && !IsSampledAt(context.Input, context.Source);
        if (!isEgress && context.TryGetRouted(out RoutedPacket packet))
        {
            double scale = Math.Max(1, context.SamplingRate);
            double bytes = ByteCounts.TryGet(ref context, out KeyValue value) && value.TryGetNumber(out double length) ? length : 0;
            source.Observe(in packet, scale, scale * bytes, Flows.NowUs);
        }
    }

    private static bool IsSampledAt(InterfaceId port, DataSource source) => port.IsIfIndex && source.Class == 0 && port.Value == source.Index;
}
