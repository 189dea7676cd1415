using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Web.Events;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Events: taken from anybody who may call, and read back.</summary>
internal static class EventRoutes
{
    private const int MostEvents = 10_000;

    public static void Add(RouteTable routes, IEventGateway events)
    {
        routes.Section("events");
        routes.Post("/api/v1/events", "Takes one event, an array or one a line; answers when they are on disk", c => PostAsync(c, events), StatusCodes.Status201Created);
        routes.GetAsync("/api/v1/events", "Events that are kept, oldest first; waits with wait", c => GetAsync(c, events), "since", "limit", "kind", "severity", "service", "subject", "wait");
    }

    private static async ValueTask<IResult> PostAsync(Call call, IEventGateway events)
    {
        if (await RequestBody.ReadAsync(call) is not { } bytes)
        {
            return RequestBody.TooLarge(call);
        }

        if (!EventBody.TryRead(call.Http.Request.ContentType, bytes, out EventBody? body, out IReadOnlyList<Diagnostic> problems))
        {
            return call.BadRequest($"the body is no JSON: {problems[0]}", problems);
        }

        using (body)
        {
            if (body.Items.Count is 0 or > MostEvents)
            {
                string error = FormattableString.Invariant($"the body holds {body.Items.Count} events, expected 1 to {MostEvents}");
                return call.BadRequest(error, [new Diagnostic("body", error)]);
            }

            return await AcceptAsync(call, events, body);
        }
    }

    private static async Task<IResult> AcceptAsync(Call call, IEventGateway events, EventBody body)
    {
        try
        {
            // What is wrong comes as a DefinitionException, which the pipeline turns into 400.
            EventReceipt receipt = await events.PostAsync(body.Items, call.Http.RequestAborted);
            return call.Json(receipt, receipt.Accepted > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        catch (IOException e)
        {
            return Unavailable(call, $"not every event was stored, post them again: {e.Message}");
        }
    }

    private static async ValueTask<IResult> GetAsync(Call call, IEventGateway events)
    {
        EventQuery query = new()
        {
            Since = call.Query("since") is null ? null : call.QueryInteger("since", 0, 0, long.MaxValue),
            Limit = (int)Math.Min(call.QueryInteger("limit", 100), MostEvents),
            Kinds = call.QueryList("kind"),
            Severity = call.Query("severity"),
            Services = call.QueryList("service"),
            Subjects = call.QueryList("subject"),
        };
        double seconds = call.QueryNumber("wait", 0, 0);
        if (call.IsRefused(out IResult? refusal))
        {
            return refusal;
        }

        EventPage page = events.Read(query);
        if (page.Events.Count > 0 || seconds <= 0 || query.Limit == 0)
        {
            return call.Json(page);
        }

        if (!call.Web.Counters.TryBeginWait(call.Web.Options.MaxWaiting))
        {
            return Unavailable(call, FormattableString.Invariant($"{call.Web.Options.MaxWaiting} requests are waiting already (property weir.http.maxwaiting)"));
        }

        try
        {
            return call.Json(await WaitAsync(call, events, query, page, TimeSpan.FromSeconds(Math.Min(seconds, call.Web.Options.MaxWait.TotalSeconds))));
        }
        finally
        {
            call.Web.Counters.EndWait();
        }
    }

    private static async Task<EventPage> WaitAsync(Call call, IEventGateway events, EventQuery query, EventPage page, TimeSpan timeout)
    {
        TimeProvider time = call.Web.Services.Time;
        long began = time.GetTimestamp();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(call.Http.RequestAborted, call.Web.Stopping);
        try
        {
            while (page.Events.Count == 0 && timeout - time.GetElapsedTime(began) is { } left && left > TimeSpan.Zero)
            {
                // What was looked at need not be looked at again.
                await events.WaitAsync(page.Next, left, cancel.Token);
                page = events.Read(query with { Since = page.Next });
            }
        }
        catch (OperationCanceledException) when (call.Web.Stopping.IsCancellationRequested)
        {
            // The server stops: the client gets what is known, which is nothing.
        }

        return page;
    }

    private static IResult Unavailable(Call call, string error)
    {
        call.Http.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        return call.Error(StatusCodes.Status503ServiceUnavailable, error);
    }
}
