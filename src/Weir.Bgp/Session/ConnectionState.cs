namespace Weir.Bgp.Session;

/// <summary>State of one TCP connection with a neighbour (RFC 4271 section 8.2.2; Connect and Active are <see cref="Connecting"/> and <see cref="None"/>).</summary>
public enum ConnectionState : byte
{
    /// <summary>No connection.</summary>
    None = 0,

    /// <summary>Being dialled.</summary>
    Connecting,

    /// <summary>OPEN sent, the neighbour's awaited.</summary>
    OpenSent,

    /// <summary>Both OPEN messages exchanged, KEEPALIVE awaited.</summary>
    OpenConfirm,

    /// <summary>Routes are exchanged.</summary>
    Established,
}
