namespace Weir.Bgp.Rib;

/// <summary>Limits of the routes towards one neighbour.</summary>
public sealed record AdjRibOutOptions
{
    /// <summary>Most unicast routes announced at once; 1000 is ddos-protect's default.</summary>
    public int MaxRoutes { get; init; } = 1000;

    /// <summary>Most flow specifications announced at once; 100 is ddos-protect's default, and hardware holds few.</summary>
    public int MaxFlows { get; init; } = 100;

    /// <summary>Most routes wanted, sent or not; more are refused. About 400 bytes each.</summary>
    public int MaxWanted { get; init; } = 20_000;
}
