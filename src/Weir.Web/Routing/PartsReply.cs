using Microsoft.AspNetCore.Http;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>A list that is written while it is made: a client that reads slowly makes the engine wait between two parts, not inside a gate.</summary>
internal sealed class PartsReply<T>(HttpCounters counters, ResultJson json, IEnumerable<T> items) : IResult
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
        await json.SerializeAsync(body, items, httpContext.RequestAborted);
    }
}
