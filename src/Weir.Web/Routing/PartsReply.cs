using Microsoft.AspNetCore.Http;
using Weir.Web.Json;

namespace Weir.Web.Routing;

/// <summary>An answer that is written in pieces: a client that reads slowly makes the engine wait between two of them, not inside a gate.</summary>
/// <param name="counters">Where its bytes are counted.</param>
/// <param name="json">Layout of the text.</param>
/// <param name="write">Writes the answer, with a step whenever there is a piece to be sent.</param>
internal sealed class PartsReply(HttpCounters counters, ResultJson json, Func<JsonPiece, IEnumerable<int>> write) : IResult
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

        using JsonPiece piece = new(json);
        foreach (int _ in write(piece))
        {
            await SendAsync(httpContext, piece);
        }

        await SendAsync(httpContext, piece);
    }

    private async ValueTask SendAsync(HttpContext http, JsonPiece piece)
    {
        ReadOnlyMemory<byte> text = piece.Take();
        counters.Sent(text.Length);
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
        piece.Clear();
    }
}
