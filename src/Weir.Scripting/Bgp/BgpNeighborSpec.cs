namespace Weir.Scripting.Bgp;

/// <summary>A router that may open a session, as <c>bgpAddNeighbor</c> names it.</summary>
/// <param name="Router">Address or name.</param>
/// <param name="As">Our AS number towards it.</param>
/// <param name="Id">Our router id, dotted; null to choose one.</param>
public sealed record BgpNeighborSpec(string Router, uint As, string? Id)
{
    /// <summary>Offer IPv6 unicast.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Offer FlowSpec for IPv4.</summary>
    public bool FlowSpec { get; init; }

    /// <summary>Offer FlowSpec for IPv6.</summary>
    public bool FlowSpec6 { get; init; }

    /// <summary>Take several paths for one prefix (RFC 7911).</summary>
    public bool Multipath { get; init; }
}
