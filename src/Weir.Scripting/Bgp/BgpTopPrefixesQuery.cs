namespace Weir.Scripting.Bgp;

/// <summary>Arguments of <c>bgpTopPrefixes</c> and <c>bgpTopPrefixes6</c>.</summary>
/// <param name="Router">Router whose routes are wanted.</param>
/// <param name="IsV6">True for IPv6 prefixes.</param>
/// <param name="Count">At most so many prefixes.</param>
public sealed record BgpTopPrefixesQuery(string Router, bool IsV6, int Count)
{
    /// <summary>Only prefixes with at least this rate.</summary>
    public double MinValue { get; init; }

    /// <summary><c>egress</c> or <c>ingress</c>; null for the default.</summary>
    public string? Direction { get; init; }

    /// <summary>Also prefixes whose covering prefix is in the list.</summary>
    public bool IncludeCovered { get; init; }

    /// <summary>Shortest prefix length wanted.</summary>
    public int MinPrefix { get; init; }
}
