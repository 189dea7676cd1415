using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Analytics.Thresholds;
using Weir.Web.Definitions;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Thresholds and their events.</summary>
internal static class ThresholdRoutes
{
    public static void Add(RouteTable routes)
    {
        routes.Section("threshold");
        routes.Get("/threshold/json", "Thresholds by name", c => c.Json(c.Engine.Thresholds.ToDictionary(t => t.Key, t => Show(t.Value))));
        routes.Get("/threshold/{name}/json", "A threshold", Get);
        routes.Put("/threshold/{name}/json", "Defines or replaces a threshold", PutAsync);
        routes.Delete("/threshold/{name}/json", "Removes a threshold", Delete);
        routes.GetAsync("/events/json", "Threshold events, newest first; waits with timeout", Events, "maxEvents", "eventID", "timeout", "thresholdID");
    }

    private static IResult Get(Call call)
    {
        string name = call.Path("name");
        return call.Engine.Thresholds.TryGetValue(name, out ThresholdDefinition? definition) ? call.Json(Show(definition)) : Unknown(call, name);
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
            call.Engine.SetThreshold(call.Path("name"), ThresholdDefinition.FromJson(body.RootElement));
            return call.Accepted(DefinitionReader.Ignored(body.RootElement, DefinitionReader.ThresholdMembers));
        }
    }

    private static IResult Delete(Call call)
    {
        string name = call.Path("name");
        return call.Engine.ClearThreshold(name) ? call.NoContent() : Unknown(call, name);
    }

    private static ValueTask<IResult> Events(Call call)
    {
        IReadOnlyList<string> names = call.QueryList("thresholdID");
        Func<ThresholdEvent, bool>? wanted = names.Count > 0 ? e => names.Contains(e.ThresholdId) : null;
        return LongPoll.AnswerAsync(call, call.Engine.Events, "maxEvents", "eventID", wanted);
    }

    // The filter is shown as it was written: an object of lists.
    private static object Show(ThresholdDefinition threshold) => new
    {
        metric = threshold.Metric,
        value = threshold.Value,
        filter = threshold.Filter?.Conditions,
        byFlow = threshold.ByFlow,
        timeout = threshold.Timeout,
    };

    private static IResult Unknown(Call call, string name) => call.NotFound($"no threshold '{name}'");
}
