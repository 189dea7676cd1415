using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>
/// The state machine of a neighbour as a pure function: state and event in, state and actions out (RFC 4271 section 8.2.2). It owns
/// no socket, timer or clock. Invariants: at most one connection is established; a connection that is not None has been dialled or
/// accepted; every way out of Established emits Down exactly once; whoever may dial and has no connection waits for the retry timer.
/// </summary>
public static class SessionReducer
{
    /// <summary>Makes one step.</summary>
    /// <param name="state">State before.</param>
    /// <param name="e">What happened.</param>
    /// <param name="identity">Who this speaker is.</param>
    /// <param name="actions">What to do is added here, in order.</param>
    /// <returns>State after.</returns>
    public static NeighborState Step(NeighborState state, SessionEvent e, SessionIdentity identity, IList<SessionAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return e.Kind switch
        {
            SessionEventKind.Start => Start(state, identity, actions),
            SessionEventKind.Stop => Stop(state, e.Error, actions),
            SessionEventKind.ConnectRetryExpired => Dial(state, identity, actions),
            SessionEventKind.Accepted => Accept(state, actions),
            SessionEventKind.Reopened => Accept(Abandon(state, actions), actions),
            SessionEventKind.Connected => Connected(state, actions),
            _ => OnConnection(state, e, identity, actions),
        };
    }

    private static NeighborState Start(NeighborState state, SessionIdentity identity, IList<SessionAction> actions)
    {
        if (state.Enabled)
        {
            return state;
        }

        return Dial(state with { Enabled = true }, identity, actions);
    }

    private static NeighborState Dial(NeighborState state, SessionIdentity identity, IList<SessionAction> actions)
    {
        if (!state.Enabled || identity.Passive || state.Best != ConnectionState.None)
        {
            return state;
        }

        actions.Add(new SessionAction(SessionActionKind.Dial, ConnectionSlot.Outgoing));
        return state with { Outgoing = ConnectionState.Connecting };
    }

    private static NeighborState Stop(NeighborState state, BgpError reason, IList<SessionAction> actions)
    {
        actions.Add(new SessionAction(SessionActionKind.StopConnectRetry));
        NeighborState next = state with { Enabled = false };
        next = Drop(next, ConnectionSlot.Incoming, reason, tell: true, actions);
        return Drop(next, ConnectionSlot.Outgoing, reason, tell: true, actions);
    }

    private static NeighborState Accept(NeighborState state, IList<SessionAction> actions)
    {
        // RFC 4271 section 6.8: a collision with an established session closes the newcomer, unless it comes as Reopened.
        if (!state.Enabled || state.Incoming != ConnectionState.None || state.IsEstablished)
        {
            actions.Add(new SessionAction(SessionActionKind.Reject, ConnectionSlot.Incoming, BgpError.ConnectionRejected));
            return state;
        }

        actions.Add(new SessionAction(SessionActionKind.StopConnectRetry));
        actions.Add(new SessionAction(SessionActionKind.SendOpen, ConnectionSlot.Incoming));
        return state with { Incoming = ConnectionState.OpenSent };
    }

    // RFC 4724 section 4.2: the old connection is taken for terminated, so no NOTIFICATION goes out on it.
    private static NeighborState Abandon(NeighborState state, IList<SessionAction> actions)
    {
        if (!state.IsEstablished)
        {
            return state;
        }

        NeighborState next = Drop(state, ConnectionSlot.Incoming, BgpError.None, tell: false, actions);
        return Drop(next, ConnectionSlot.Outgoing, BgpError.None, tell: false, actions);
    }

    private static NeighborState Connected(NeighborState state, IList<SessionAction> actions)
    {
        if (state.Outgoing != ConnectionState.Connecting)
        {
            return state;
        }

        actions.Add(new SessionAction(SessionActionKind.SendOpen, ConnectionSlot.Outgoing));
        return state with { Outgoing = ConnectionState.OpenSent };
    }

    private static NeighborState OnConnection(NeighborState state, SessionEvent e, SessionIdentity identity, IList<SessionAction> actions)
    {
        ConnectionState current = state.Of(e.Slot);
        if (current == ConnectionState.None || (current == ConnectionState.Connecting && e.Kind != SessionEventKind.Closed))
        {
            return state;
        }

        return e.Kind switch
        {
            SessionEventKind.Closed or SessionEventKind.NotificationReceived => Fail(state, e.Slot, e.Error, tell: false, identity, actions),
            SessionEventKind.Faulted => Fail(state, e.Slot, e.Error, tell: true, identity, actions),
            SessionEventKind.HoldExpired => Fail(state, e.Slot, BgpError.HoldTimerExpired, tell: true, identity, actions),
            SessionEventKind.SendHoldExpired => Fail(state, e.Slot, BgpError.SendHoldTimerExpired, tell: true, identity, actions),
            SessionEventKind.KeepaliveDue => SendKeepalive(state, e.Slot, actions),
            SessionEventKind.OpenReceived when current == ConnectionState.OpenSent => Opened(state, e, identity, actions),
            SessionEventKind.KeepaliveReceived when current >= ConnectionState.OpenConfirm => Alive(state, e.Slot, actions),
            SessionEventKind.UpdateReceived or SessionEventKind.RefreshReceived when current == ConnectionState.Established => Take(state, e, actions),
            // RFC 6608: subcode 1 in OpenSent, 2 in OpenConfirm, 3 in Established.
            _ => Fail(state, e.Slot, BgpError.StateMachine((byte)(current - ConnectionState.OpenSent + 1)), tell: true, identity, actions),
        };
    }

    private static NeighborState SendKeepalive(NeighborState state, ConnectionSlot slot, IList<SessionAction> actions)
    {
        if (state.Of(slot) >= ConnectionState.OpenConfirm)
        {
            actions.Add(new SessionAction(SessionActionKind.SendKeepalive, slot));
        }

        return state;
    }

    private static NeighborState Take(NeighborState state, SessionEvent e, IList<SessionAction> actions)
    {
        bool isUpdate = e.Kind == SessionEventKind.UpdateReceived;
        if (isUpdate)
        {
            actions.Add(new SessionAction(SessionActionKind.RestartHold, e.Slot));
        }

        actions.Add(new SessionAction(isUpdate ? SessionActionKind.TakeUpdate : SessionActionKind.Refresh, e.Slot));
        return state;
    }

    private static NeighborState Alive(NeighborState state, ConnectionSlot slot, IList<SessionAction> actions)
    {
        actions.Add(new SessionAction(SessionActionKind.RestartHold, slot));
        if (state.Of(slot) == ConnectionState.Established)
        {
            return state;
        }

        // The other connection has lost the race; nothing was agreed on it.
        NeighborState next = Drop(state, Other(slot), BgpError.CollisionResolution, tell: true, actions);
        actions.Add(new SessionAction(SessionActionKind.StopConnectRetry));
        actions.Add(new SessionAction(SessionActionKind.Up, slot));
        return next.With(slot, ConnectionState.Established);
    }

    // RFC 4271 section 6.8: of two connections the one opened by the higher identifier stays; RFC 6286 breaks ties by AS.
    private static NeighborState Opened(NeighborState state, SessionEvent e, SessionIdentity identity, IList<SessionAction> actions)
    {
        ConnectionSlot other = Other(e.Slot);
        if (state.Of(other) == ConnectionState.OpenConfirm)
        {
            bool ours = identity.RouterId > e.PeerRouterId || (identity.RouterId == e.PeerRouterId && identity.LocalAs > e.PeerAs);
            ConnectionSlot loser = ours ? ConnectionSlot.Incoming : ConnectionSlot.Outgoing;
            state = Drop(state, loser, BgpError.CollisionResolution, tell: true, actions);
            if (loser == e.Slot)
            {
                return state;
            }
        }

        actions.Add(new SessionAction(SessionActionKind.Negotiate, e.Slot));
        actions.Add(new SessionAction(SessionActionKind.SendKeepalive, e.Slot));
        return state.With(e.Slot, ConnectionState.OpenConfirm);
    }

    private static NeighborState Fail(
        NeighborState state, ConnectionSlot slot, BgpError error, bool tell, SessionIdentity identity, IList<SessionAction> actions)
    {
        NeighborState next = Drop(state, slot, error, tell, actions);
        if (next.Enabled && !identity.Passive && next.Best == ConnectionState.None)
        {
            actions.Add(new SessionAction(SessionActionKind.StartConnectRetry));
        }

        return next;
    }

    private static NeighborState Drop(NeighborState state, ConnectionSlot slot, BgpError error, bool tell, IList<SessionAction> actions)
    {
        ConnectionState current = state.Of(slot);
        if (current == ConnectionState.None)
        {
            return state;
        }

        if (tell && error.IsError && current >= ConnectionState.OpenSent)
        {
            actions.Add(new SessionAction(SessionActionKind.SendNotification, slot, error));
        }

        actions.Add(new SessionAction(SessionActionKind.Close, slot, error));
        if (current == ConnectionState.Established)
        {
            actions.Add(new SessionAction(SessionActionKind.Down, slot, error));
        }

        return state.With(slot, ConnectionState.None);
    }

    private static ConnectionSlot Other(ConnectionSlot slot) => slot == ConnectionSlot.Incoming ? ConnectionSlot.Outgoing : ConnectionSlot.Incoming;
}
