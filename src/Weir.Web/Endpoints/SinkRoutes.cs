using Microsoft.AspNetCore.Http;
using Weir.Web.Routing;
using Weir.Web.Sinks;

namespace Weir.Web.Endpoints;

/// <summary>Sinks: health, settings without secrets, test, and what was given up.</summary>
internal static class SinkRoutes
{
    public static void Add(RouteTable routes, ISinkGateway sinks)
    {
        routes.Section("sinks");
        routes.Get("/api/v1/sinks", "Sinks with health, counters and settings (secrets masked), and what is wrong with their configuration", c => c.Json(sinks.Overview()));
        routes.Get("/api/v1/sinks/{name}", "One sink", c => Find(c, sinks) is { } sink ? c.Json(sink) : Unknown(c));
        routes.Post("/api/v1/sinks/{name}/test", "Sends a test event and answers with the receiver's word", c => TestAsync(c, sinks), StatusCodes.Status200OK);
        routes.Get("/api/v1/sinks/{name}/deadletters", "Events that were given up, newest first, with the reason", c => DeadLetters(c, sinks), "limit");
        routes.Post("/api/v1/sinks/{name}/resend", "Gives the events that were given up to the sink once more", c => ResendAsync(c, sinks), StatusCodes.Status200OK);
    }

    private static SinkReport? Find(Call call, ISinkGateway sinks) => sinks.Overview().Sinks.FirstOrDefault(s => s.Name == call.Path("name"));

    private static async ValueTask<IResult> TestAsync(Call call, ISinkGateway sinks) =>
        await sinks.TestAsync(call.Path("name"), call.Http.RequestAborted) is { } report ? call.Json(report) : Unknown(call);

    private static IResult DeadLetters(Call call, ISinkGateway sinks)
    {
        int limit = (int)call.QueryInteger("limit", 100, 0, 10_000);
        if (call.IsRefused(out IResult? refusal))
        {
            return refusal;
        }

        return sinks.DeadLetters(call.Path("name"), limit) is { } letters ? call.Json(letters) : Unknown(call);
    }

    private static async ValueTask<IResult> ResendAsync(Call call, ISinkGateway sinks)
    {
        try
        {
            return await sinks.ResendAsync(call.Path("name"), call.Http.RequestAborted) is { } count ? call.Json(new { resent = count }) : Unknown(call);
        }
        catch (IOException e)
        {
            call.Http.Response.Headers.RetryAfter = "1";
            return call.Error(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private static IResult Unknown(Call call) => call.NotFound($"no sink '{call.Path("name")}'");
}
