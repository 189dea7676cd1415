using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Web.Definitions;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Forwarding of datagrams to other collectors.</summary>
internal static class ForwardingRoutes
{
    public static void Add(RouteTable routes, IForwardingGateway forwarding)
    {
        routes.Section("forwarding");
        routes.Get("/forwarding/json", "Forwarding targets by name", c => c.Json(forwarding.Targets));
        routes.Get("/forwarding/{name}/json", "A forwarding target", c =>
            forwarding.Targets.TryGetValue(c.Path("name"), out ForwardingTarget? target) ? c.Json(target) : Unknown(c));
        routes.Put("/forwarding/{name}/json", "Adds or replaces a forwarding target", c => PutAsync(c, forwarding));
        routes.Delete("/forwarding/{name}/json", "Removes a forwarding target", c => forwarding.Clear(c.Path("name")) ? c.NoContent() : Unknown(c));
    }

    private static async ValueTask<IResult> PutAsync(Call call, IForwardingGateway forwarding)
    {
        (JsonDocument? body, IResult? refusal) = await call.ReadJsonAsync();
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            List<Diagnostic> problems = [];
            ForwardingTarget? target = DefinitionReader.Forwarding(body.RootElement, problems);
            if (target is not null)
            {
                problems.AddRange(forwarding.Set(call.Path("name"), target));
            }

            return problems.Count == 0 ? call.NoContent() : call.BadRequest("the forwarding target was refused", problems);
        }
    }

    private static IResult Unknown(Call call) => call.NotFound($"no forwarding target '{call.Path("name")}'");
}
