using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Analytics.Flows;
using Weir.Web.Definitions;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Flow definitions, their values and records.</summary>
internal static class FlowRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("flows");
        routes.Get("/flowkeys/json", "Keys seen in samples with ms since they were last seen", c => c.Json(c.Engine.FlowKeys()));
        routes.Get("/flow/json", "Flow definitions by name", c => c.Json(c.Engine.Flows));
        routes.Get("/flow/{name}/json", "A flow definition, defaults filled in", Get);
        routes.Get("/api/v1/flowtables/json", "What every definition has counted, flows it holds and may hold, memory, and the bound of its error", c => c.Json(c.Engine.FlowTables()));
        routes.Put("/flow/{name}/json", "Defines or replaces a flow", PutAsync);
        routes.Delete("/flow/{name}/json", "Removes a flow", Delete);
        routes.Get("/activeflows/{agents}/{name}/json", "Largest flows now", ActiveFlows, "maxFlows", "minValue", "aggMode", "key", "ci");
        routes.Get("/flowvalue/{agent}/{metric}/json", "Rate of one flow key at one data source; metric is dataSource.name", FlowValue, "key");
        routes.Get("/flowlocations/{agents}/{name}/json", "Places at which a flow key is seen now", FlowLocations, "key");
        routes.GetAsync("/flows/json", "Completed flow records, newest first; waits with timeout", Records, "maxFlows", "flowID", "timeout", "name");
    }

    private static IResult Get(Call call)
    {
        string name = call.Path("name");
        return call.Engine.Flows.TryGetValue(name, out FlowDefinition? definition) ? call.Json(definition) : Unknown(call, name);
    }

    private static async ValueTask<IResult> PutAsync(Call call)
    {
        (JsonDocument? body, IResult? refusal) = await call.ReadJsonAsync();
        if (body is null)
        {
            return refusal!;
        }

        using (body)
        {
            // What is wrong comes as a DefinitionException, which the pipeline turns into 400.
            call.Engine.SetFlow(call.Path("name"), FlowDefinition.FromJson(body.RootElement));
            return call.Accepted(DefinitionReader.Ignored(body.RootElement, DefinitionReader.FlowMembers));
        }
    }

    private static IResult Delete(Call call)
    {
        string name = call.Path("name");
        return call.Engine.ClearFlow(name) ? call.NoContent() : Unknown(call, name);
    }

    private static IResult ActiveFlows(Call call)
    {
        long maxFlows = call.QueryInteger("maxFlows", 100);
        double minValue = call.QueryNumber("minValue", 0);
        string aggMode = call.Query("aggMode") ?? "max";
        if (aggMode.ToUpperInvariant() is not ("MAX" or "SUM" or "AVG" or "EDGE" or "CORE"))
        {
            call.Note("aggMode", $"'{aggMode}' is none of max, sum, avg, edge, core");
        }

        return call.IsRefused(out IResult? reply)
            ? reply
            : call.Json(call.Engine.ActiveFlows(call.Path("agents"), call.Path("name"), (int)maxFlows, minValue, aggMode, call.Query("key"), call.Query("ci") is "true" or "yes" or "1"));
    }

    private static IResult FlowValue(Call call)
    {
        string key = call.QueryRequired("key");
        return call.IsRefused(out IResult? reply)
            ? reply
            : call.Json(call.Engine.FlowValue(call.Path("agent"), call.Path("metric"), key));
    }

    private static IResult FlowLocations(Call call)
    {
        string key = call.QueryRequired("key");
        return call.IsRefused(out IResult? reply)
            ? reply
            : call.Json(call.Engine.FlowLocations(call.Path("agents"), call.Path("name"), key));
    }

    private static ValueTask<IResult> Records(Call call)
    {
        IReadOnlyList<string> names = call.QueryList("name");
        Func<FlowRecord, bool>? wanted = names.Count > 0 ? r => names.Contains(r.Name) : null;
        return LongPoll.AnswerAsync(call, call.Engine.FlowRecords, "maxFlows", "flowID", wanted);
    }

    private static IResult Unknown(Call call, string name) => call.NotFound($"no flow '{name}'");
}
