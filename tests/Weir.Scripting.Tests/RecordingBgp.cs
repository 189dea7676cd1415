using System.Collections.Concurrent;
using Weir.Scripting.Bgp;

namespace Weir.Scripting.Tests;

/// <summary>A BGP side that agrees to everything and keeps it.</summary>
internal sealed class RecordingBgp : IBgpService
{
    private readonly ConcurrentQueue<BgpFlowSpec> _flows = [];
    private Action<string, bool>? _stateChanged;

    public BgpNeighborSpec? Neighbor { get; private set; }

    public IReadOnlyList<BgpFlowSpec> Flows => [.. _flows];

    public void Change(bool isUp) => _stateChanged!(Neighbor!.Router, isUp);

    public bool AddNeighbor(BgpNeighborSpec neighbor, Action<string, bool> stateChanged)
    {
        _stateChanged = stateChanged;
        Neighbor = neighbor;
        return true;
    }

    public bool RemoveNeighbor(string router) => true;

    public bool AddSource(BgpSourceSpec source) => true;

    public bool RemoveSource(string agent) => true;

    public bool AddRoute(string router, BgpRouteSpec route) => true;

    public bool RemoveRoute(string router, string prefix) => true;

    public int RouteCount(string router) => 0;

    public bool AddFlow(string router, BgpFlowSpec flow)
    {
        _flows.Enqueue(flow);
        return true;
    }

    public bool RemoveFlow(string router, BgpFlowSpec flow) => true;

    public int FlowCount(string router) => _flows.Count;

    public BgpTopPrefixes? TopPrefixes(BgpTopPrefixesQuery query) => null;

    public bool SetNextHops(IReadOnlyDictionary<string, string> macByNextHop) => true;
}
