namespace Weir.Scripting.Bgp;

/// <summary>A route as scripts write it; texts are not yet checked.</summary>
/// <param name="Prefix">Prefix; without a mask it is a host route.</param>
public sealed record BgpRouteSpec(string Prefix)
{
    /// <summary>Next hop address; null for our own.</summary>
    public string? NextHop { get; init; }

    /// <summary>Communities, separated by spaces or commas.</summary>
    public string? Communities { get; init; }

    /// <summary>Local preference.</summary>
    public string? LocalPref { get; init; }

    /// <summary>AS path as it was learned; null for an empty one.</summary>
    public string? AsPath { get; init; }

    /// <summary>Multi-exit discriminator.</summary>
    public string? Med { get; init; }
}
