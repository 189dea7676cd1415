using Microsoft.AspNetCore.Http;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>An answer that is written in parts: a client that reads slowly makes the engine wait between two parts, not inside a gate.</summary>
internal sealed class PartsReply<T>(HttpCounters counters, ResultJson json, T value) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = Replies.JsonType;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        CountingStream body = new(response.Body, counters);
        await json.SerializeAsync(body, value, httpContext.RequestAborted);
    }
}
