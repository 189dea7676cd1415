using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>The topology as a whole.</summary>
internal static class TopologyRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("topology");
        routes.Get("/topology/json", "Links and nodes with the topology's version; 404 while none is set", Get);
        routes.Put("/topology/json", "Replaces the topology", PutAsync);
    }

    private static IResult Get(Call call) =>
        call.Engine.Topology.Get() is { } topology ? call.Json(topology) : call.NotFound("no topology is set, PUT one here");

    private static async ValueTask<IResult> PutAsync(Call call)
    {
        (JsonDocument? body, IResult? refusal) = await call.ReadJsonAsync();
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            IReadOnlyList<Diagnostic> problems = call.Engine.Topology.Set(body.RootElement);
            return problems.Count == 0 ? call.NoContent() : call.BadRequest("the topology was refused", problems);
        }
    }
}
