namespace Weir.Web.Bgp;

/// <summary>A BGP neighbour at one moment.</summary>
public sealed record BgpNeighborReport
{
    /// <summary>Its address.</summary>
    public required string Address { get; init; }

    /// <summary>State of the session, in lower case: <c>idle</c>, <c>connect</c>, <c>opensent</c>, <c>openconfirm</c>, <c>established</c>.</summary>
    public required string State { get; init; }

    /// <summary>When the session came up, ms since the epoch; null without one.</summary>
    public long? EstablishedAt { get; init; }

    /// <summary>Our AS towards it.</summary>
    public uint LocalAs { get; init; }

    /// <summary>Its AS; null without a session.</summary>
    public uint? PeerAs { get; init; }

    /// <summary>Its BGP identifier; null without a session.</summary>
    public string? PeerRouterId { get; init; }

    /// <summary>Negotiated hold time in seconds; null without a session.</summary>
    public int? HoldSeconds { get; init; }

    /// <summary>Families we offer.</summary>
    public IReadOnlyList<string> FamiliesOffered { get; init; } = [];

    /// <summary>Families both speak; empty without a session.</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>Families in which it sends every path of a prefix; empty without a session.</summary>
    public IReadOnlyList<string> AddPath { get; init; } = [];

    /// <summary>Actions of flow specifications that it is never sent.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    /// <summary>Scripts that added it.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>Unicast routes wanted within the cap.</summary>
    public int Routes { get; init; }

    /// <summary>Most unicast routes.</summary>
    public int MaxRoutes { get; init; }

    /// <summary>Flow specifications wanted within the cap.</summary>
    public int Flows { get; init; }

    /// <summary>Most flow specifications.</summary>
    public int MaxFlows { get; init; }

    /// <summary>True when 80 % of a cap is used.</summary>
    public bool NearCap { get; init; }

    /// <summary>True when a cap is used up.</summary>
    public bool AtCap { get; init; }

    /// <summary>Wishes beyond a cap that are kept.</summary>
    public int OverCap { get; init; }

    /// <summary>Routes waiting to be sent.</summary>
    public int Queued { get; init; }

    /// <summary>IPv4 prefixes learned from it.</summary>
    public int Prefixes4 { get; init; }

    /// <summary>IPv6 prefixes learned from it.</summary>
    public int Prefixes6 { get; init; }

    /// <summary>Paths learned from it: as many as prefixes, or more where it sends every path.</summary>
    public int Paths { get; init; }

    /// <summary>Memory of what was learned from it, in bytes.</summary>
    public long LearnedBytes { get; init; }

    /// <summary>Why the last session or attempt ended; null when none did.</summary>
    public string? LastError { get; init; }

    /// <summary>Counters since start by name.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
}
