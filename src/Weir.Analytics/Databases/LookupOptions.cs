namespace Weir.Analytics.Databases;

/// <summary>Databases that the operator brings. All are optional.</summary>
public sealed record LookupOptions
{
    /// <summary>Country database in MaxMind's format (property <c>geo.country</c>), IPv4 and IPv6.</summary>
    public string? Country { get; init; }

    /// <summary>Country database for IPv6 alone (property <c>geo.country6</c>).</summary>
    public string? CountryV6 { get; init; }

    /// <summary>Database of autonomous systems (property <c>geo.asn</c>), IPv4 and IPv6.</summary>
    public string? Asn { get; init; }

    /// <summary>Database of autonomous systems for IPv6 alone (property <c>geo.asn6</c>).</summary>
    public string? AsnV6 { get; init; }

    /// <summary>IEEE's list of adapter makers (property <c>oui.names</c>).</summary>
    public string? OuiNames { get; init; }

    /// <summary>How often the files are looked at for a change. Default 10 s.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(10);
}
