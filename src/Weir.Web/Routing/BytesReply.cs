using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>An answer that is complete in memory.</summary>
internal sealed class BytesReply(HttpCounters counters, int status, string? contentType, ReadOnlyMemory<byte> body) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = status;
        if (contentType is null)
        {
            return;
        }

        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            counters.Sent(body.Length);
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
