namespace Weir.Bgp.Session;

/// <summary>Who opened a connection: the two that may collide (RFC 4271 section 6.8).</summary>
public enum ConnectionSlot : byte
{
    /// <summary>The neighbour dialled.</summary>
    Incoming = 0,

    /// <summary>This speaker dialled.</summary>
    Outgoing = 1,
}
