namespace Weir.Web.Bgp;

/// <summary>One wanted route or flow specification, and what the neighbour truly knows of it.</summary>
/// <param name="Family">Address family: <c>Ipv4Unicast</c>, <c>Ipv6Unicast</c>, <c>Ipv4FlowSpec</c>, <c>Ipv6FlowSpec</c>.</param>
/// <param name="Route">The prefix, or the rule's match.</param>
/// <param name="State"><c>Sent</c>, <c>Queued</c>, <c>NoSession</c>, <c>FilteredByCapability</c> or <c>OverCap</c>.</param>
/// <param name="Owners">Who wants it.</param>
public sealed record BgpRouteReport(string Family, string Route, string State, IReadOnlyList<string> Owners)
{
    /// <summary>Next hop; null where the family needs none.</summary>
    public string? NextHop { get; init; }

    /// <summary>LOCAL_PREF; null sends 100 inside an AS.</summary>
    public uint? LocalPref { get; init; }

    /// <summary>AS path without our own AS; null when empty.</summary>
    public string? AsPath { get; init; }

    /// <summary>Communities of every kind, flow specification actions among them.</summary>
    public IReadOnlyList<string> Communities { get; init; } = [];
}
