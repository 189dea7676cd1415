using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Analytics;

namespace Weir.Web.Routing;

/// <summary>What happens to every request before and after its handler: counting, authentication, and answers for failures.</summary>
internal sealed class RequestPipeline(WebRuntime web, Access access)
{
    private const int ClientClosedRequest = 499;

    /// <summary>Middleware around everything else.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        web.Counters.RequestBegan();
        long began = Stopwatch.GetTimestamp();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await AnswerAsync(http, next);
        }
        finally
        {
            web.Counters.RequestEnded(http.Response.StatusCode);
            LogRequest(http, began);
        }
    }

    /// <summary>Runs a route's handler.</summary>
    public async Task RunAsync(HttpContext http, WebRoute route)
    {
        Call call = new(http, route, web);
        IResult reply;
        if (route.Modifies && web.Options.ReadOnly)
        {
            reply = call.Error(StatusCodes.Status403Forbidden, "this server is read-only (property http.readonly)");
        }
        else
        {
            try
            {
                reply = await route.Handler(call);
            }
            catch (DefinitionException e)
            {
                reply = call.BadRequest(e.Message, e.Diagnostics);
            }
        }

        await reply.ExecuteAsync(http);
        if (route.IsAudited && http.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            Tell(http);
        }
    }

    private void Tell(HttpContext http)
    {
        IPAddress? from = http.Connection.RemoteIpAddress;
        string client = (from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : from)?.ToString() ?? "-";
        bool isUser = web.Options.User is not null && http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);
        string who = $"{(isUser ? web.Options.User : "rest")} at {client}";
        web.Services.Changed?.Invoke(new RestChange(who, http.Request.Method, http.Request.Path.ToUriComponent(), http.Response.StatusCode));
    }

    private async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (IsRefused(http, out int status, out string error))
            {
                await WriteErrorAsync(http, status, error);
                return;
            }

            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentLength is null && http.Response.ContentType is null)
            {
                await WriteErrorAsync(http, http.Response.StatusCode, Reason(http));
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            SetStatus(http, ClientClosedRequest);
        }
        catch (BadHttpRequestException e)
        {
            await WriteErrorAsync(http, e.StatusCode, e.Message);
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            SetStatus(http, ClientClosedRequest);
        }
        catch (Exception e)
        {
            string id = Guid.NewGuid().ToString("N")[..12];
            web.Counters.CountFailure();
            WebLog.Failed(web.Services.Logger, id, http.Request.Method, http.Request.Path.ToUriComponent(), e);
            await WriteErrorAsync(http, StatusCodes.Status500InternalServerError, "the server failed, the log has the details", id);
        }
    }

    private void LogRequest(HttpContext http, long began)
    {
        if (!web.Options.LogRequests || !web.Services.Logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        string client = http.Connection.RemoteIpAddress?.ToString() ?? "-";
        string target = http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        long milliseconds = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        WebLog.Request(web.Services.Logger, client, http.Request.Method, target, http.Response.StatusCode, milliseconds);
    }

    private bool IsRefused(HttpContext http, out int status, out string error)
    {
        // Probes of orchestrators carry no credentials, and these two pages say nothing but OK.
        bool probe = http.Request.Path == "/healthz" || http.Request.Path == "/readyz";
        if (!access.IsOpen && !probe && !access.IsAllowed(http.Request.Headers.Authorization))
        {
            web.Counters.CountUnauthorized();
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Weir\", charset=\"UTF-8\"";
            status = StatusCodes.Status401Unauthorized;
            error = "user and password, or a bearer token, are needed";
            return true;
        }

        if (Access.IsCrossSite(http.Request))
        {
            web.Counters.CountCrossSite();
            status = StatusCodes.Status403Forbidden;
            error = "a page of another site may not change anything here";
            return true;
        }

        status = 0;
        error = "";
        return false;
    }

    private static string Reason(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"nothing is at {http.Request.Path.ToUriComponent()}, see openapi/v1.json",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not possible here",
        _ => "the request was refused",
    };

    private async Task WriteErrorAsync(HttpContext http, int status, string error, string? id = null)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        BytesReply reply = new(web.Counters, status, Replies.JsonType, web.Json.Serialize(new ErrorBody(error, Id: id)));
        await reply.ExecuteAsync(http);
    }

    private static void SetStatus(HttpContext http, int status)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.StatusCode = status;
        }
    }
}
