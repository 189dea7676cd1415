namespace Weir.Bgp.Session;

/// <summary>Everything the state machine of a neighbour knows (RFC 4271 section 8.1). A value: the reducer makes the next one from it.</summary>
/// <param name="Enabled">Whether the operator wants a session.</param>
/// <param name="Incoming">The connection the neighbour opened.</param>
/// <param name="Outgoing">The connection this speaker opened.</param>
public readonly record struct NeighborState(bool Enabled, ConnectionState Incoming, ConnectionState Outgoing)
{
    /// <summary>The further of the two connections, which is what people call the session's state.</summary>
    public ConnectionState Best => Incoming > Outgoing ? Incoming : Outgoing;

    /// <summary>Whether routes are exchanged.</summary>
    public bool IsEstablished => Best == ConnectionState.Established;

    /// <summary>State of one connection.</summary>
    public ConnectionState Of(ConnectionSlot slot) => slot == ConnectionSlot.Incoming ? Incoming : Outgoing;

    /// <summary>This state with one connection changed.</summary>
    public NeighborState With(ConnectionSlot slot, ConnectionState state) =>
        slot == ConnectionSlot.Incoming ? this with { Incoming = state } : this with { Outgoing = state };
}
