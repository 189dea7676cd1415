namespace Weir.Bgp.Rib;

/// <summary>What a neighbour truly knows of a route we want it to have (RFC 4271 section 3.2, Adj-RIB-Out).</summary>
public enum RouteState : byte
{
    /// <summary>There is no session; it will be sent when there is one.</summary>
    NoSession = 0,

    /// <summary>About to be sent, or changed since.</summary>
    Queued,

    /// <summary>Sent, and not withdrawn.</summary>
    Sent,

    /// <summary>The neighbour did not agree on the family.</summary>
    FilteredByCapability,

    /// <summary>The neighbour's cap is reached; sent as soon as a place is free.</summary>
    OverCap,
}
