namespace Weir.Web.Bgp;

/// <summary>What the pages and calls show of BGP; the server adapts the speaker to it.</summary>
public interface IBgpGateway
{
    /// <summary>Every neighbour at this moment, by the router text that scripts use.</summary>
    IReadOnlyDictionary<string, BgpNeighborReport> Neighbors();

    /// <summary>Every route wanted at a neighbour with its true state.</summary>
    /// <param name="router">The router text, or its address.</param>
    /// <returns>Null when there is no such neighbour.</returns>
    IReadOnlyList<BgpRouteReport>? Routes(string router);
}
