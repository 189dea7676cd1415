using Weir.Analytics.Databases;
using Weir.Ingest.Names;

namespace Weir.Server.Configuration;

/// <summary>Properties of the databases and of the resolver behind <c>country:</c>, <c>asn:</c>, <c>oui:</c> and <c>dns:</c>.</summary>
public static class LookupProperties
{
    /// <summary>Files of the databases; a relative path is taken from <paramref name="home"/>.</summary>
    public static LookupOptions Databases(PropertySet properties, string home)
    {
        ArgumentNullException.ThrowIfNull(properties);
        string? PathOf(string name) => properties.TextOrNull(name) is { } path ? Path.GetFullPath(path, home) : null;
        return new LookupOptions
        {
            Country = PathOf("geo.country"),
            CountryV6 = PathOf("geo.country6"),
            Asn = PathOf("geo.asn"),
            AsnV6 = PathOf("geo.asn6"),
            OuiNames = PathOf("oui.names"),
        };
    }

    /// <summary>Servers to ask for names of addresses; null when none is named.</summary>
    /// <exception cref="PropertyException">One of them is no address.</exception>
    public static ReverseResolverOptions? Resolver(PropertySet properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.TextOrNull("dns.servers") is not { } text)
        {
            return null;
        }

        ReverseResolverOptions options = new() { Servers = ReverseResolverOptions.ParseServers(text, out string? problem) };
        return problem is not null || options.Servers.Count == 0
            ? throw new PropertyException($"property dns.servers={text}: {problem ?? "names no server"}")
            : options;
    }
}
