namespace Weir.Bgp.Messages;

/// <summary>The type octet of the message header (RFC 4271 section 4.1, RFC 2918 section 3).</summary>
public enum BgpMessageType : byte
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>OPEN.</summary>
    Open = 1,

    /// <summary>UPDATE.</summary>
    Update = 2,

    /// <summary>NOTIFICATION.</summary>
    Notification = 3,

    /// <summary>KEEPALIVE.</summary>
    Keepalive = 4,

    /// <summary>ROUTE-REFRESH.</summary>
    RouteRefresh = 5,
}
