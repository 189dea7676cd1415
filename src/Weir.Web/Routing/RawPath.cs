using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Web.Routing;

/// <summary>Splits the path as the client wrote it: a component may hold an encoded slash, which the decoded path has lost.</summary>
internal static class RawPath
{
    /// <summary>Components, percent-decoded one by one; a trailing slash gives no empty last component.</summary>
    public static string[] Split(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (target.Length == 0 || target[0] != '/')
        {
            // Absolute form, as proxies send it, and test hosts: what routing saw is the best there is.
            target = http.Request.Path.ToUriComponent();
        }

        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Uri.UnescapeDataString(parts[i]);
        }

        return parts;
    }
}
