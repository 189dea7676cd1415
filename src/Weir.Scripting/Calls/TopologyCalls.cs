using Weir.Analytics;
using Weir.Analytics.Topology;

namespace Weir.Scripting.Calls;

/// <summary>The topology and the hosts located in it.</summary>
internal sealed class TopologyCalls(AnalyticsEngine engine)
{
    public void AddTo(CallTable table)
    {
        TopologyStore topology = engine.Topology;
        table.Add("setTopology", a => topology.Set(a[0]).Count == 0);
        table.Add("getTopology", _ => topology.Get());
        table.Add("topologyVersion", _ => topology.Version);
        table.Add("topologyNodeNames", _ => topology.NodeNames());
        table.Add("topologyLinkNames", _ => topology.LinkNames());
        table.Add("topologyNode", a => topology.Node(a.Text(0) ?? ""));
        table.Add("topologyLink", a => topology.Link(a.Text(0) ?? ""));
        table.Add("topologyNodeLinks", a => topology.NodeLinks(a.Text(0) ?? ""));
        table.Add("topologyAgentForNode", a => topology.AgentForNode(a.Text(0) ?? ""));
        table.Add("topologyNodesForAgent", a => topology.NodesForAgent(a.Text(0) ?? "", a.Text(1)));
        table.Add("topologyInterfaceToLink", a => topology.InterfaceToLink(a.Text(0) ?? "", a.Text(1) ?? ""));
        table.Add("topologyInterfaceToPort", a => topology.InterfaceToPort(a.Text(0) ?? "", a.Text(1) ?? ""));
        table.Add("topologyLinkToInterfaces", a => topology.LinkToInterfaces(a.Text(0) ?? ""));
        AddPaths(table);
        AddHosts(table);
    }

    private void AddPaths(CallTable table)
    {
        table.Add("topologyLinkMetric", a => engine.TopologyLinkMetric(a.Text(0) ?? "", a.List(1) ?? [], a.Text(2)));
        table.Add("topologyDiameter", _ => engine.TopologyDiameter());
        table.Add("topologyShortestPath", a => engine.TopologyShortestPath(a.Text(0) ?? "", a.Text(1) ?? ""));
        table.Add("topologyShortestPaths", a => engine.TopologyShortestPaths(a.Text(0) ?? "", a.Text(1) ?? "", a.Whole(2, 1, 1, 1_000), (int?)a.Number(3)));
        table.Add("topologyMinimumSpanningTree", _ => engine.TopologyMinimumSpanningTree());
    }

    private void AddHosts(CallTable table)
    {
        table.Add("topologyLocateHostMac", a => engine.LocateHostMac(a.Text(0) ?? ""));
        table.Add("topologyLocateHostIP", a => engine.LocateHostAddress(a.Text(0) ?? ""));
        table.Add("topologyLocateHostIP6", a => engine.LocateHostAddress(a.Text(0) ?? ""));
        table.Add("topologyLocatedHostMacs", a => engine.LocatedHostMacs(a.Text(0), a.Text(1)));
    }
}
