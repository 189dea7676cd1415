using Weir.Web.Bgp;

namespace Weir.Web.Tests;

/// <summary>One neighbour with one route.</summary>
internal sealed class BgpTable : IBgpGateway
{
    public IReadOnlyDictionary<string, BgpNeighborReport> Neighbors() => new Dictionary<string, BgpNeighborReport>
    {
        ["edge.example"] = new() { Address = "192.0.2.1", State = "idle", MaxRoutes = 10, LocalAs = 65000 },
    };

    public IReadOnlyList<BgpRouteReport>? Routes(string router) =>
        router == "edge.example" ? [new BgpRouteReport("Ipv4Unicast", "203.0.113.1/32", "Sent", ["test.js"]) { NextHop = "192.0.2.1" }] : null;
}
