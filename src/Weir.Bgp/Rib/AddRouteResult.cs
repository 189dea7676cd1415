namespace Weir.Bgp.Rib;

/// <summary>What became of the wish for a route (RFC 4271 section 9.2).</summary>
public enum AddRouteResult : byte
{
    /// <summary>The neighbour is not known.</summary>
    UnknownNeighbor = 0,

    /// <summary>The route is not valid; nothing was changed.</summary>
    Invalid,

    /// <summary>The table of wishes is full; nothing was changed.</summary>
    Refused,

    /// <summary>It asks for an action that is withheld from this neighbour; nothing was changed.</summary>
    Withheld,

    /// <summary>Wanted; there is no session yet.</summary>
    NoSession,

    /// <summary>Wanted; the neighbour does not speak the family.</summary>
    FilteredByCapability,

    /// <summary>Wanted; the neighbour's cap is reached.</summary>
    OverCap,

    /// <summary>Sent or about to be.</summary>
    Accepted,
}
