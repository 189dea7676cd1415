namespace Weir.Export.Sinks;

/// <summary>Addresses of receivers, from the one an operator types and the path that the receiver's protocol fixes.</summary>
internal static class ReceiverUrl
{
    /// <summary>The address with the path behind it, unless it ends with that path already; a query is kept.</summary>
    /// <param name="url">Address as configured: <c>http://host:3100</c>, <c>https://gateway/loki</c>, or with the whole path.</param>
    /// <param name="path">Path with its leading slash.</param>
    public static Uri WithPath(Uri url, string path)
    {
        string given = url.AbsolutePath.TrimEnd('/');
        string whole = given.EndsWith(path.TrimEnd('/'), StringComparison.Ordinal) ? url.AbsolutePath : given + path;
        return new Uri(url.GetLeftPart(UriPartial.Authority) + whole + url.Query);
    }
}
