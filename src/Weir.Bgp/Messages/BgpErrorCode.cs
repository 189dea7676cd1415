namespace Weir.Bgp.Messages;

/// <summary>The error code of a NOTIFICATION (RFC 4271 section 4.5, RFC 7313 section 5, RFC 9687 section 4).</summary>
public enum BgpErrorCode : byte
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Message header error.</summary>
    MessageHeader = 1,

    /// <summary>OPEN message error.</summary>
    Open = 2,

    /// <summary>UPDATE message error.</summary>
    Update = 3,

    /// <summary>Hold timer expired.</summary>
    HoldTimer = 4,

    /// <summary>Finite state machine error.</summary>
    StateMachine = 5,

    /// <summary>Cease.</summary>
    Cease = 6,

    /// <summary>ROUTE-REFRESH message error.</summary>
    RouteRefresh = 7,

    /// <summary>Send hold timer expired.</summary>
    SendHoldTimer = 8,
}
