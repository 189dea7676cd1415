using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Analytics;
using Weir.Web.Json;
using Weir.Web.Prometheus;

namespace Weir.Web.Routing;

/// <summary>The answers handlers give.</summary>
internal static class Replies
{
    public const string JsonType = "application/json; charset=utf-8";
    public const string TextType = "text/plain; charset=utf-8";

    public static IResult Json(this Call call, object? value, int status = StatusCodes.Status200OK) =>
        new BytesReply(call.Web.Counters, status, JsonType, call.Web.Json.Serialize(value));

    /// <summary>A large answer that is written in pieces: its text is never in memory as a whole, nor is a list that is made while it is read.</summary>
    public static IResult JsonInParts(this Call call, Func<JsonParts, JsonPiece, IEnumerable<int>> write)
    {
        JsonParts parts = new(call.Web.Json);
        return new PartsReply<JsonPiece>(call.Web.Counters, JsonType, () => new JsonPiece(call.Web.Json), piece => write(parts, piece));
    }

    /// <summary>As <see cref="JsonInParts"/>, in the Prometheus text format.</summary>
    public static IResult SeriesInParts(this Call call, Func<SeriesPiece, IEnumerable<int>> write) =>
        new PartsReply<SeriesPiece>(call.Web.Counters, ExpositionWriter.ContentType, static () => new SeriesPiece(), write);

    public static IResult JsonBytes(this Call call, ReadOnlyMemory<byte> json) =>
        new BytesReply(call.Web.Counters, StatusCodes.Status200OK, JsonType, json);

    public static IResult Text(this Call call, string text, string contentType = TextType) =>
        new BytesReply(call.Web.Counters, StatusCodes.Status200OK, contentType, Encoding.UTF8.GetBytes(text));

    public static IResult NoContent(this Call call) =>
        new BytesReply(call.Web.Counters, StatusCodes.Status204NoContent, null, ReadOnlyMemory<byte>.Empty);

    /// <summary>204; a header lists the members of the body that mean nothing here, so that a typing error can be found.</summary>
    public static IResult Accepted(this Call call, IReadOnlyList<string> ignored)
    {
        if (ignored.Count > 0)
        {
            call.Http.Response.Headers["Weir-Ignored-Members"] = string.Join(", ", ignored.Take(20).Select(Uri.EscapeDataString));
        }

        return call.NoContent();
    }

    public static IResult NotFound(this Call call, string error) => call.Error(StatusCodes.Status404NotFound, error);

    public static IResult BadRequest(this Call call, string error, IReadOnlyList<Diagnostic> diagnostics) =>
        call.Error(StatusCodes.Status400BadRequest, error, diagnostics);

    public static IResult Error(this Call call, int status, string error, IReadOnlyList<Diagnostic>? diagnostics = null) =>
        call.Json(new ErrorBody(error, diagnostics is { Count: > 0 } ? diagnostics : null), status);

    public static IResult Redirect(string location) => TypedResults.Redirect(location);
}
