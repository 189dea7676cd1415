namespace Weir.Bgp.Session;

/// <summary>What the state machine asks its surroundings to do (RFC 4271 section 8.2.2).</summary>
public enum SessionActionKind : byte
{
    /// <summary>Open a connection to the neighbour.</summary>
    Dial,

    /// <summary>Refuse the connection just accepted.</summary>
    Reject,

    /// <summary>Send OPEN and start the long hold timer.</summary>
    SendOpen,

    /// <summary>Take over what the OPEN agreed on: hold and keepalive timers run from now.</summary>
    Negotiate,

    /// <summary>Send KEEPALIVE.</summary>
    SendKeepalive,

    /// <summary>Send NOTIFICATION.</summary>
    SendNotification,

    /// <summary>Close the connection once what was sent before is out.</summary>
    Close,

    /// <summary>Start the hold timer again.</summary>
    RestartHold,

    /// <summary>The session is up.</summary>
    Up,

    /// <summary>The session is gone.</summary>
    Down,

    /// <summary>Dial again later.</summary>
    StartConnectRetry,

    /// <summary>Do not dial.</summary>
    StopConnectRetry,

    /// <summary>Take the routes of the UPDATE.</summary>
    TakeUpdate,

    /// <summary>Send the family of the ROUTE-REFRESH again.</summary>
    Refresh,
}
