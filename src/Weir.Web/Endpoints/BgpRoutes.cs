using Weir.Web.Bgp;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>BGP neighbours and what each truly knows.</summary>
internal static class BgpRoutes
{
    public static void Add(RouteTable routes, IBgpGateway bgp)
    {
        routes.Section("bgp");
        routes.Get("/bgp/json", "BGP neighbours: session, counts, caps, counters", c => c.Json(bgp.Neighbors()));
        routes.Get("/bgp/{router}/routes/json", "Routes and flow specifications wanted at a neighbour, each with its true state", c =>
            bgp.Routes(c.Path("router")) is { } wanted ? c.Json(wanted) : c.NotFound($"no BGP neighbour '{c.Path("router")}'"));
    }
}
