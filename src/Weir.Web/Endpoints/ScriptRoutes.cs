using Microsoft.AspNetCore.Http;
using Weir.Web.Routing;
using Weir.Web.Scripts;

namespace Weir.Web.Endpoints;

/// <summary>Scripts and apps: their state, their pages and their handlers.</summary>
internal static class ScriptRoutes
{
    private const int FixedAppSegments = 4; // app / {app} / scripts / {file}
    private const int FixedScriptSegments = 2; // script / {file}

    public static void Add(RouteTable routes, IScriptGateway scripts)
    {
        routes.Section("application");
        routes.Get("/scripts/json", "Scripts of script.file with their state", c => c.Json(scripts.Scripts().Where(s => s.App is null)));
        routes.Get("/api/v1/scripts/json", "Every script with its state, those of apps included", c => c.Json(scripts.Scripts()));
        routes.Get("/app/json", "Installed apps", c => c.Json(scripts.Apps()));
        routes.Get("/app/", "Installed apps", c => c.Json(scripts.Apps()));
        routes.Get("/app/{app}/scripts/json", "Scripts of an app with their state", c => AppScripts(c, scripts));

        // Not behind the REST switch: the pages of other apps probe it.
        routes.Section("application", RouteArea.Scripts);
        routes.Get("/app/{app}/status", "OK while the app runs, else 404", c => AppState(c, scripts));
        routes.Any("/app/{app}/scripts/{file}/{**rest}", "HTTP handler of an app's script", c => HandleAsync(c, scripts, FixedAppSegments));
        routes.Any("/script/{file}/{**rest}", "HTTP handler of a script; {app}~{file}.js names one of an app", c => HandleAsync(c, scripts, FixedScriptSegments));

        routes.Section("application", RouteArea.Pages);
        routes.GetAsync("/app/{app}/html/{**path}", "Pages of an app", c => AppFileAsync(c, scripts));
    }

    private static IResult AppScripts(Call call, IScriptGateway scripts)
    {
        string app = call.Path("app");
        return Find(scripts, app) is null ? Unknown(call, app) : call.Json(scripts.Scripts().Where(s => s.App == app));
    }

    private static IResult AppState(Call call, IScriptGateway scripts)
    {
        string app = call.Path("app");
        return Find(scripts, app) switch
        {
            null => Unknown(call, app),
            { Running: true } => call.Text("OK"),
            _ => call.NotFound($"app '{app}' does not run, see app/{app}/scripts/json"),
        };
    }

    private static ValueTask<IResult> AppFileAsync(Call call, IScriptGateway scripts)
    {
        string app = call.Path("app");
        if (Find(scripts, app)?.HtmlRoot is not { } root)
        {
            return ValueTask.FromResult(Unknown(call, app));
        }

        // Relative links of a page need the slash.
        if (call.Segments.Length == 3 && !call.Http.Request.Path.Value!.EndsWith('/'))
        {
            return ValueTask.FromResult(Replies.Redirect("html/"));
        }

        return ValueTask.FromResult(StaticFiles.Serve(call, root, call.Segments.AsSpan(Math.Min(3, call.Segments.Length))));
    }

    private static async ValueTask<IResult> HandleAsync(Call call, IScriptGateway scripts, int fixedSegments)
    {
        string[] segments = call.Segments;
        if (segments.Length <= fixedSegments)
        {
            return call.NotFound("a script's path ends with a format: .../script.js/json");
        }

        if (await RequestBody.ReadAsync(call) is not { } bytes)
        {
            return RequestBody.TooLarge(call);
        }

        if (!RequestBody.TryReadText(bytes, out string? body))
        {
            return call.Error(StatusCodes.Status400BadRequest, "the body is not UTF-8 text");
        }

        string file = segments[fixedSegments - 1];
        string? app = fixedSegments == FixedAppSegments ? segments[1] : null;
        int tilde = file.IndexOf('~', StringComparison.Ordinal);
        if (app is null && tilde > 0)
        {
            app = file[..tilde];
            file = file[(tilde + 1)..];
        }

        string method = call.Http.Request.Method;
        ScriptRequest request = new()
        {
            App = app,
            File = file,
            Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method.ToUpperInvariant(),
            Path = segments[fixedSegments..^1],
            Format = segments[^1],
            Query = call.QueryAll(),
            Url = call.Http.Request.Path + call.Http.Request.QueryString,
            Headers = call.Http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
            ContentType = call.Http.Request.ContentType,
            Body = body,
        };
        ScriptReply reply = await scripts.HandleAsync(request, call.Http.RequestAborted);
        return reply.Body.IsEmpty
            ? Results.StatusCode(reply.Status)
            : new BytesReply(call.Web.Counters, reply.Status, reply.ContentType, reply.Body);
    }

    private static AppStatus? Find(IScriptGateway scripts, string app) =>
        scripts.Apps().FirstOrDefault(a => a.Name.Equals(app, StringComparison.Ordinal));

    private static IResult Unknown(Call call, string app) => call.NotFound($"no app '{app}' with such a page or script");
}
