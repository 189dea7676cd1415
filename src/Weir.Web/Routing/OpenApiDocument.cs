using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>Describes the routes as OpenAPI 3.1. Made from the same objects that are mapped, so it cannot fall behind.</summary>
internal static class OpenApiDocument
{
    private static readonly Dictionary<string, string> TagSummaries = new()
    {
        ["server"] = "Version, totals and agents",
        ["operations"] = "Health and metrics of the server itself",
        ["metrics"] = "Counter metrics of agents",
        ["flows"] = "Flow definitions, their values and records",
        ["threshold"] = "Thresholds and their events",
        ["group"] = "Address groups",
        ["map"] = "Value maps",
        ["topology"] = "Nodes and links",
        ["forwarding"] = "Forwarding of datagrams",
        ["bgp"] = "BGP neighbours and the routes wanted there",
        ["prometheus"] = "Text for Prometheus",
        ["events"] = "Events that are kept and delivered",
        ["sinks"] = "Places to which events and metrics are delivered",
        ["application"] = "Scripts and apps",
        ["pages"] = "Pages for a browser",
    };

    public static JsonObject Build(IReadOnlyList<WebRoute> routes, string version)
    {
        JsonObject paths = [];
        foreach (IGrouping<string, WebRoute> path in routes.GroupBy(r => Template(r.Pattern)))
        {
            JsonObject item = [];
            foreach (WebRoute route in path)
            {
                foreach (string method in route.Methods.Where(m => m != "HEAD"))
                {
                    item[method.ToLowerInvariant()] = Operation(route);
                }
            }

            paths[path.Key] = item;
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Weir",
                ["version"] = version,
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "../" }),
            ["tags"] = new JsonArray([.. routes.Select(r => r.Tag).Distinct().Select(t => (JsonNode)new JsonObject { ["name"] = t, ["description"] = TagSummaries[t] })]),
            ["paths"] = paths,
            ["components"] = Components(),
        };
    }

    /// <summary>The path as OpenAPI writes it: <c>{**rest}</c> becomes <c>{rest}</c>.</summary>
    public static string Template(string pattern) => pattern.Replace("{**", "{", StringComparison.Ordinal);

    private static JsonObject Operation(WebRoute route)
    {
        JsonArray parameters = [];
        foreach (string segment in route.Segments.Where(s => s.StartsWith('{')))
        {
            parameters.Add(Parameter(segment.Trim('{', '}', '*'), "path", required: true));
        }

        foreach (string name in route.Query)
        {
            parameters.Add(Parameter(name, "query", required: false));
        }

        JsonObject responses = [];
        bool changes = route.Modifies;
        int success = route.Success ?? (changes ? StatusCodes.Status204NoContent : StatusCodes.Status200OK);
        responses[success.ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["description"] = changes ? "Done" : "Success" };
        responses["default"] = new JsonObject
        {
            ["description"] = "What went wrong",
            ["content"] = Content(new JsonObject { ["$ref"] = "#/components/schemas/Error" }),
        };
        JsonObject operation = new()
        {
            ["tags"] = new JsonArray(route.Tag),
            ["summary"] = route.Summary,
            ["parameters"] = parameters,
            ["responses"] = responses,
        };
        if (route.Method is "PUT" or "POST" && changes)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(new JsonObject { ["type"] = "object" }) };
        }

        return operation;
    }

    private static JsonObject Parameter(string name, string place, bool required) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Content(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Components() => new()
    {
        ["schemas"] = new JsonObject
        {
            ["Error"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("error"),
                ["properties"] = new JsonObject
                {
                    ["error"] = new JsonObject { ["type"] = "string" },
                    ["id"] = new JsonObject { ["type"] = "string" },
                    ["diagnostics"] = new JsonObject
                    {
                        ["type"] = "array",
                        ["items"] = new JsonObject
                        {
                            ["type"] = "object",
                            ["properties"] = new JsonObject
                            {
                                ["path"] = new JsonObject { ["type"] = "string" },
                                ["message"] = new JsonObject { ["type"] = "string" },
                            },
                        },
                    },
                },
            },
        },
    };
}
