namespace Weir.Bgp.Rib;

/// <summary>The prefixes with the most traffic (prefixes as in RFC 4271 section 4.3).</summary>
/// <param name="Prefixes">Largest first.</param>
/// <param name="Total">Traffic per second of all prefixes, in the list or not.</param>
/// <param name="Covered">Traffic per second of the list.</param>
public sealed record TopPrefixList(IReadOnlyList<TopPrefix> Prefixes, double Total, double Covered)
{
    /// <summary>Percent of all traffic that the list covers; 0 when there is none.</summary>
    public double CoveragePercent => Total > 0 ? 100 * Covered / Total : 0;
}
