using Microsoft.AspNetCore.Http;
using Weir.Analytics.Queries;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Metrics: names, values, tables.</summary>
internal static class MetricRoutes
{
    // Query parameters that are not part of a metric filter.
    private static readonly string[] Reserved = ["ci"];

    public static void Add(RouteTable routes)
    {
        routes.Section("metrics");
        routes.Get("/metrics/json", "Metric names with ms since they were last seen", c => c.Json(c.Engine.MetricAges()));
        routes.Get("/metric/{agent}/json", "All values of an agent as dataSource.metric", AgentMetrics);
        routes.Get("/metric/{agents}/{metrics}/json", "One entry a metric, summarised over data sources; query parameters filter", Metric);
        routes.Get("/table/{agents}/{metrics}/json", "One row a data source; columns sort:metric:N and null:metric", Table);
        routes.Get("/dump/{agents}/{metrics}/json", "Every value, not summarised; metrics may be ALL", Dump);
    }

    private static IResult AgentMetrics(Call call)
    {
        string agent = call.Path("agent");
        IReadOnlyDictionary<string, object>? values = call.Engine.AgentMetrics(agent);
        return values is null ? call.NotFound($"no agent '{agent}'") : call.Json(values);
    }

    private static IResult Metric(Call call) =>
        call.Json(call.Engine.Metric(call.Path("agents"), Names(call.Path("metrics"), ','), Filter(call)));

    private static IResult Table(Call call)
    {
        string agents = call.Path("agents");
        string[] metrics = Names(call.Path("metrics"), ',');
        MetricFilter? filter = Filter(call);
        return call.Engine.TableInParts(agents, metrics, filter) is { } table
            ? call.JsonInParts((parts, piece) => parts.Table(piece, table))
            : call.Json(call.Engine.Table(agents, metrics, filter));
    }

    private static IResult Dump(Call call)
    {
        IEnumerable<ReadOnlyMemory<DumpRow>> rows = call.Engine.DumpInParts(call.Path("agents"), Names(call.Path("metrics"), ',', ';'), Filter(call));
        return call.JsonInParts((parts, piece) => parts.Rows(piece, rows));
    }

    internal static string[] Names(string list, params char[] separators) =>
        list.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static MetricFilter? Filter(Call call)
    {
        Dictionary<string, IReadOnlyList<string>> conditions = call.QueryAll(Reserved);
        return conditions.Count > 0 ? new MetricFilter(conditions) : null;
    }
}
