using Microsoft.AspNetCore.Http;

namespace Weir.Web.Routing;

/// <summary>An answer that is written in pieces: a client that reads slowly makes the engine wait between two of them, not inside a gate.</summary>
/// <param name="counters">Where its bytes are counted.</param>
/// <param name="contentType">Content type.</param>
/// <param name="begin">Makes room for the pieces.</param>
/// <param name="write">Writes the answer, with a step whenever there is a piece to be sent.</param>
/// <typeparam name="T">Kind of text.</typeparam>
internal sealed class PartsReply<T>(HttpCounters counters, string contentType, Func<T> begin, Func<T, IEnumerable<int>> write) : IResult
    where T : IReplyPiece
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        using T piece = begin();
        foreach (int _ in write(piece))
        {
            await SendAsync(httpContext, piece);
        }

        await SendAsync(httpContext, piece);
    }

    private async ValueTask SendAsync(HttpContext http, T piece)
    {
        ReadOnlyMemory<byte> text = piece.Take();
        counters.Sent(text.Length);
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
        piece.Clear();
    }
}
