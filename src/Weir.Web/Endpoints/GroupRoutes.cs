using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Analytics.Groups;
using Weir.Web.Definitions;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Address groups and value maps.</summary>
internal static class GroupRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("group");
        routes.Get("/group/json", "Group sets by name, with their groups", c => c.Json(c.Engine.Groups.ToDictionary(g => g.Key, g => g.Value.Definition)));
        routes.Get("/groups/json", "Group sets by name, with ms since they were set", Ages);
        routes.Get("/group/{name}/json", "A group set", GetGroups);
        routes.Put("/group/{name}/json", "Sets or replaces a group set", PutGroupsAsync);
        routes.Delete("/group/{name}/json", "Removes a group set", c => c.Engine.ClearGroups(c.Path("name")) ? c.NoContent() : UnknownGroup(c));

        routes.Section("map");
        routes.Get("/map/json", "Value maps by name", c => c.Json(c.Engine.Maps.ToDictionary(m => m.Key, m => m.Value.Definition)));
        routes.Get("/map/{name}/json", "A value map", GetMap);
        routes.Put("/map/{name}/json", "Sets or replaces a value map", PutMapAsync);
        routes.Delete("/map/{name}/json", "Removes a value map", c => c.Engine.ClearMap(c.Path("name")) ? c.NoContent() : UnknownMap(c));
    }

    private static IResult Ages(Call call)
    {
        long now = call.Web.Services.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return call.Json(call.Engine.Groups.ToDictionary(g => g.Key, g => Math.Max(0, now - g.Value.UpdatedMs)));
    }

    private static IResult GetGroups(Call call) =>
        call.Engine.Groups.TryGetValue(call.Path("name"), out GroupSet? set) ? call.Json(set.Definition) : UnknownGroup(call);

    private static IResult GetMap(Call call) =>
        call.Engine.Maps.TryGetValue(call.Path("name"), out ValueMap? map) ? call.Json(map.Definition) : UnknownMap(call);

    private static ValueTask<IResult> PutGroupsAsync(Call call) =>
        PutAsync(call, "the group set was refused", lists => call.Engine.SetGroups(call.Path("name"), lists));

    private static ValueTask<IResult> PutMapAsync(Call call) => PutAsync(call, "the map was refused", lists =>
    {
        call.Engine.SetMap(call.Path("name"), lists);
        return [];
    });

    private static async ValueTask<IResult> PutAsync(Call call, string refused, Func<Dictionary<string, IReadOnlyList<string>>, IReadOnlyList<Diagnostic>> set)
    {
        (JsonDocument? body, IResult? refusal) = await call.ReadJsonAsync();
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            List<Diagnostic> problems = [];
            Dictionary<string, IReadOnlyList<string>>? lists = MemberReader.Lists(body.RootElement, problems);
            if (lists is not null && problems.Count == 0)
            {
                problems.AddRange(set(lists));
            }

            return problems.Count == 0 ? call.NoContent() : call.BadRequest(refused, problems);
        }
    }

    private static IResult UnknownGroup(Call call) => call.NotFound($"no group set '{call.Path("name")}'");

    private static IResult UnknownMap(Call call) => call.NotFound($"no map '{call.Path("name")}'");
}
