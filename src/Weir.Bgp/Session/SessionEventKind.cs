namespace Weir.Bgp.Session;

/// <summary>What can happen to a neighbour (RFC 4271 section 8.1).</summary>
public enum SessionEventKind : byte
{
    /// <summary>The operator wants a session (events 1 and 4).</summary>
    Start,

    /// <summary>The operator ends it (event 2).</summary>
    Stop,

    /// <summary>Time to dial again (event 9).</summary>
    ConnectRetryExpired,

    /// <summary>The dialled connection is up (event 16).</summary>
    Connected,

    /// <summary>The neighbour's connection was accepted (event 17).</summary>
    Accepted,

    /// <summary>The neighbour has restarted: on a new connection it has sent OPEN while the old one counts as established (RFC 4724 section 4.2).</summary>
    Reopened,

    /// <summary>A connection failed or was closed by the other side (event 18).</summary>
    Closed,

    /// <summary>A valid OPEN (event 19).</summary>
    OpenReceived,

    /// <summary>KEEPALIVE (event 26).</summary>
    KeepaliveReceived,

    /// <summary>An UPDATE that does not end the session (event 27).</summary>
    UpdateReceived,

    /// <summary>ROUTE-REFRESH (RFC 2918).</summary>
    RefreshReceived,

    /// <summary>NOTIFICATION (events 24 and 25).</summary>
    NotificationReceived,

    /// <summary>A message that ends the session; the error says why (events 21, 22 and 28).</summary>
    Faulted,

    /// <summary>Hold timer (event 10).</summary>
    HoldExpired,

    /// <summary>Keepalive timer (event 11).</summary>
    KeepaliveDue,

    /// <summary>Nothing could be sent for too long (RFC 9687).</summary>
    SendHoldExpired,
}
