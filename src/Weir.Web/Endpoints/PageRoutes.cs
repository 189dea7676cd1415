using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>The start page and the built-in pages.</summary>
internal static class PageRoutes
{
    private const string ResourcePrefix = "Weir.Web.Html.";

    // The pages use nothing but their own files; an injected script from elsewhere does not run.
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public static void Add(RouteTable routes, bool html)
    {
        FrozenDictionary<string, byte[]> pages = Load();
        routes.Section("pages", RouteArea.Operations);
        routes.Get("/", "Start page for a browser; links for Accept: application/json", c => Start(c, html));

        routes.Section("pages", RouteArea.Pages);
        routes.Get("/html/{**path}", "Built-in pages", c => Page(c, pages));
    }

    private static IResult Start(Call call, bool html)
    {
        string accept = call.Http.Request.Headers.Accept.ToString();
        bool wantsJson = accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
        call.Http.Response.Headers.Vary = "Accept";
        if (html && !wantsJson)
        {
            return Replies.Redirect(call.Web.Options.HtmlRedirect);
        }

        return call.Json(new
        {
            product = "Weir",
            version = call.Web.Services.Version,
            links = new Dictionary<string, string>
            {
                ["openapi"] = "openapi/v1.json",
                ["status"] = "api/v1/status/json",
                ["analyzer"] = "analyzer/json",
                ["agents"] = "agents/json",
                ["metrics"] = "metrics/json",
                ["flows"] = "flow/json",
                ["thresholds"] = "threshold/json",
                ["events"] = "events/json",
                ["prometheus"] = "metrics",
                ["health"] = "healthz",
            },
        });
    }

    private static IResult Page(Call call, FrozenDictionary<string, byte[]> pages)
    {
        string[] segments = call.Segments;
        if (segments.Length == 1 && !call.Http.Request.Path.Value!.EndsWith('/'))
        {
            return Replies.Redirect("html/");
        }

        string name = segments.Length switch
        {
            1 => "index.html",
            2 => segments[1],
            _ => "",
        };
        if (!pages.TryGetValue(name, out byte[]? content))
        {
            return call.NotFound("no such page");
        }

        call.Http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return StaticFiles.Serve(call, content, Path.GetExtension(name));
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        Assembly assembly = typeof(PageRoutes).Assembly;
        Dictionary<string, byte[]> pages = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            pages[resource[ResourcePrefix.Length..]] = copy.ToArray();
        }

        return pages.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
