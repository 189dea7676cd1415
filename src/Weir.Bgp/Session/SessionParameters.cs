using Weir.Bgp.Addressing;

namespace Weir.Bgp.Session;

/// <summary>What the two OPEN messages agreed on (RFC 4271 section 4.2, RFC 6793 section 4.1).</summary>
public sealed record SessionParameters
{
    /// <summary>This speaker's AS towards the neighbour.</summary>
    public uint LocalAs { get; init; }

    /// <summary>The neighbour's AS.</summary>
    public uint PeerAs { get; init; }

    /// <summary>The neighbour's BGP identifier.</summary>
    public uint PeerRouterId { get; init; }

    /// <summary>Whether both are in one AS.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether AS_PATH holds four-octet numbers.</summary>
    public bool FourOctetAs { get; init; }

    /// <summary>Families both speak.</summary>
    public FamilySet Families { get; init; }

    /// <summary>Families in which the neighbour sends a path identifier in front of each route (RFC 7911 section 3).</summary>
    public FamilySet AddPath { get; init; }

    /// <summary>Hold time in seconds; 0 means that no keepalives are sent or awaited.</summary>
    public ushort HoldTimeSeconds { get; init; }

    /// <summary>Whether the neighbour understands ROUTE-REFRESH.</summary>
    public bool PeerRouteRefresh { get; init; }

    /// <summary>Families for which the neighbour keeps our routes across a restart (RFC 4724 section 3).</summary>
    public FamilySet PeerKeeps { get; init; }

    /// <summary>Families of the neighbour's own graceful restart capability; none where it sent none (RFC 4724 section 3).</summary>
    public FamilySet PeerRestarts { get; init; }

    /// <summary>Whether both sides set the N bit (RFC 8538 section 2).</summary>
    public bool NotificationKeepsRoutes { get; init; }
}
