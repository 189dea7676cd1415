using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Weir.Web.Routing;

namespace Weir.Web.Endpoints;

/// <summary>Serves files of a folder, and nothing beside it.</summary>
/// <remarks>
/// A component that is empty, begins with a dot, or holds a separator, a colon or a control character is refused, so that
/// no spelling of <c>..</c> leaves the folder. Links that the operator put into the folder are followed.
/// </remarks>
internal static class StaticFiles
{
    private const string Index = "index.html";

    /// <summary>The file at the path, <c>index.html</c> for a folder.</summary>
    public static IResult Serve(Call call, string root, ReadOnlySpan<string> path)
    {
        foreach (string component in path)
        {
            if (!IsPlain(component))
            {
                return call.NotFound("no such page");
            }
        }

        string file = Path.Combine([Path.GetFullPath(root), .. path]);
        if (Directory.Exists(file))
        {
            file = Path.Combine(file, Index);
        }

        FileInfo info = new(file);
        if (!info.Exists || ContentType(info.Extension) is not { } type)
        {
            return call.NotFound("no such page");
        }

        call.Http.Response.Headers.CacheControl = "no-cache";
        call.Web.Counters.Sent(info.Length);
        EntityTagHeaderValue tag = new(FormattableString.Invariant($"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\""));
        return TypedResults.PhysicalFile(info.FullName, type, fileDownloadName: null, info.LastWriteTimeUtc, tag, enableRangeProcessing: true);
    }

    /// <summary>A page that is built in.</summary>
    public static IResult Serve(Call call, byte[] content, string extension)
    {
        call.Http.Response.Headers.CacheControl = "no-cache";
        call.Web.Counters.Sent(content.Length);
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
        return TypedResults.Bytes(content, ContentType(extension), fileDownloadName: null, enableRangeProcessing: false, lastModified: null, tag);
    }

    /// <summary>Content type by extension; null for one that is not served.</summary>
    public static string? ContentType(string extension) => extension.ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => "text/html; charset=utf-8",
        ".CSS" => "text/css; charset=utf-8",
        ".JS" or ".MJS" => "text/javascript; charset=utf-8",
        ".JSON" or ".MAP" or ".GEOJSON" or ".TOPOJSON" => "application/json; charset=utf-8",
        ".WEBMANIFEST" => "application/manifest+json",
        ".YML" or ".YAML" => "application/yaml; charset=utf-8",
        ".TXT" or ".MD" => "text/plain; charset=utf-8",
        ".CSV" => "text/csv; charset=utf-8",
        ".XML" => "application/xml; charset=utf-8",
        ".SVG" => "image/svg+xml",
        ".PNG" => "image/png",
        ".GIF" => "image/gif",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".WEBP" => "image/webp",
        ".ICO" => "image/x-icon",
        ".WOFF" => "font/woff",
        ".WOFF2" => "font/woff2",
        ".TTF" => "font/ttf",
        ".OTF" => "font/otf",
        ".EOT" => "application/vnd.ms-fontobject",
        ".WASM" => "application/wasm",
        ".MP3" => "audio/mpeg",
        ".WAV" => "audio/wav",
        ".OGG" => "audio/ogg",
        ".PDF" => "application/pdf",
        _ => null,
    };

    private static bool IsPlain(string component) =>
        component.Length is > 0 and <= 255
        && component[0] != '.'
        && !component.AsSpan().ContainsAny("/\\:")
        && !component.Any(char.IsControl);
}
