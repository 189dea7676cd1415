using System.Numerics;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>Octets in, octets out (RFC 4271 section 6).</summary>
internal sealed partial class Neighbor
{
    /// <summary>Handles every whole message at the front of a buffer.</summary>
    /// <returns>Octets used, or -1 when the connection has ended.</returns>
    public int OnReceived(Connection connection, ReadOnlySpan<byte> buffer)
    {
        int used = 0;
        lock (_gate)
        {
            while (!connection.IsClosing)
            {
                FrameStatus status = BgpHeader.Read(buffer[used..], out BgpHeader header, out BgpError error);
                if (status == FrameStatus.Incomplete)
                {
                    return used;
                }

                if (status == FrameStatus.Invalid)
                {
                    Step(new SessionEvent(SessionEventKind.Faulted, connection.Slot, error));
                    break;
                }

                _messagesReceived++;
                OnMessage(connection, header.Type, buffer.Slice(used + BgpHeader.Size, header.Length - BgpHeader.Size));
                used += header.Length;
            }
        }

        return -1;
    }

    /// <summary>The connection is gone, however it went.</summary>
    public void OnClosed(Connection connection)
    {
        lock (_gate)
        {
            bool known = ReferenceEquals(_connections[(int)connection.Slot], connection);
            if (known && !connection.IsClosing)
            {
                Step(new SessionEvent(SessionEventKind.Closed, connection.Slot));
            }

            connection.Close();
        }
    }

    /// <summary>Fills a buffer with what is to be sent: control messages first, then updates as far as the pace allows.</summary>
    /// <returns>Octets; 0 when there is nothing now; -1 when the connection is to be closed.</returns>
    public int FillOutput(Connection connection, Span<byte> buffer)
    {
        lock (_gate)
        {
            int length = connection.TakeControl(buffer);
            if (connection.IsClosing)
            {
                return length > 0 ? length : -1;
            }

            if (ReferenceEquals(connection, _active))
            {
                length += FillUpdates(buffer[length..]);
            }

            if (length > 0 && _session is { HoldTimeSeconds: > 0 } session)
            {
                // RFC 9687 section 3: eight minutes, or twice the hold time where that is more.
                _sendHold[(int)connection.Slot].Start(TimeSpan.FromSeconds(Math.Max(480, session.HoldTimeSeconds * 2)));
            }

            return length;
        }
    }

    /// <summary>Everything filled in last has been taken by the system.</summary>
    public void OnSent(Connection connection)
    {
        lock (_gate)
        {
            _sendHold[(int)connection.Slot].Stop();
        }
    }

    private int FillUpdates(Span<byte> buffer)
    {
        int length = 0;
        Refill();
        while (Out.HasWork && buffer.Length - length >= BgpHeader.MaxLength)
        {
            if (_tokens < 1)
            {
                _pace.Start(TimeSpan.FromSeconds((1 - _tokens) / Options.MaxUpdatesPerSecond));
                break;
            }

            int written = Out.TakeMessage(buffer[length..]);
            if (written == 0)
            {
                continue;
            }

            _tokens--;
            _updatesSent++;
            length += written;
        }

        return length;
    }

    private void Refill()
    {
        long now = _time.GetTimestamp();
        double grown = _tokens + (_time.GetElapsedTime(_tokensAt, now).TotalSeconds * Options.MaxUpdatesPerSecond);
        _tokens = Math.Min(grown, Options.MaxUpdatesPerSecond);
        _tokensAt = now;
    }

    private void OnMessage(Connection connection, BgpMessageType type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case BgpMessageType.Open:
                OnOpenMessage(connection, body);
                break;
            case BgpMessageType.Keepalive:
                Step(new SessionEvent(SessionEventKind.KeepaliveReceived, connection.Slot));
                break;
            case BgpMessageType.Notification:
                NotificationMessage.TryRead(body, out NotificationMessage notification);
                Failed(notification.Error, isTheirs: true);
                Step(new SessionEvent(SessionEventKind.NotificationReceived, connection.Slot, notification.Error));
                break;
            case BgpMessageType.Update:
                OnUpdate(connection, body);
                break;
            case BgpMessageType.RouteRefresh:
                OnRefresh(connection, body);
                break;
        }
    }

    private void OnOpenMessage(Connection connection, ReadOnlySpan<byte> body)
    {
        if (!OpenMessage.TryRead(body, out OpenMessage? open, out BgpError error) || (error = CheckOpen(open!)).IsError)
        {
            Step(new SessionEvent(SessionEventKind.Faulted, connection.Slot, error));
            return;
        }

        if (_state.Of(connection.Slot) == ConnectionState.OpenSent)
        {
            _peerOpens[(int)connection.Slot] = open;
        }

        Step(new SessionEvent(SessionEventKind.OpenReceived, connection.Slot, default, open!.RouterId, open.As));
    }

    private BgpError CheckOpen(OpenMessage open)
    {
        if (Options.PeerAs is uint expected && open.As != expected)
        {
            return BgpError.BadPeerAs;
        }

        // RFC 6286 section 2.2: inside an AS the identifiers must differ.
        return open.As == Options.LocalAs && open.RouterId == _identity.RouterId ? BgpError.BadIdentifier : BgpError.None;
    }

    private void OnRefresh(Connection connection, ReadOnlySpan<byte> body)
    {
        if (!RouteRefreshMessage.TryRead(body, out RouteRefreshMessage refresh))
        {
            Step(new SessionEvent(SessionEventKind.Faulted, connection.Slot, new BgpError(BgpErrorCode.RouteRefresh, 1)));
            return;
        }

        Step(new SessionEvent(SessionEventKind.RefreshReceived, connection.Slot));
        if (ReferenceEquals(connection, _active) && refresh.Subtype == 0 && BgpFamilies.TryFind(refresh.Afi, refresh.Safi, out BgpFamily family))
        {
            Out.Refresh(family);
            connection.Wake();
        }
    }

    private void OnUpdate(Connection connection, ReadOnlySpan<byte> body)
    {
        _updatesReceived++;
        if (_session is null || !ReferenceEquals(connection, _active))
        {
            Step(new SessionEvent(SessionEventKind.UpdateReceived, connection.Slot));
            return;
        }

        ReceivedUpdate update = UpdateDecoder.Decode(body, _session);
        if (update.Treatment != UpdateTreatment.None)
        {
            Count(update.Treatment);
            LogUpdateError(update);
        }

        if (update.Treatment == UpdateTreatment.SessionReset)
        {
            Step(new SessionEvent(SessionEventKind.Faulted, connection.Slot, update.Error));
            return;
        }

        Step(new SessionEvent(SessionEventKind.UpdateReceived, connection.Slot));
        if (update.IsEndOfRib(out BgpFamily family))
        {
            _endOfRibReceived |= family.AsSet();
            return;
        }

        Learn(update);
    }

    // A neighbour that errs again and again fills the counters, not the log: the 1st, 2nd, 4th, 8th ... time is said.
    private void LogUpdateError(ReceivedUpdate update)
    {
        if (BitOperations.IsPow2(_counters.AttributeDiscards + _counters.TreatedAsWithdraw + _counters.SessionResets))
        {
            BgpLog.UpdateError(_logger, Options.Address, update.Treatment, update.Cause);
        }
    }

    private void Count(UpdateTreatment treatment) => _counters = treatment switch
    {
        UpdateTreatment.AttributeDiscard => _counters with { AttributeDiscards = _counters.AttributeDiscards + 1 },
        UpdateTreatment.TreatAsWithdraw => _counters with { TreatedAsWithdraw = _counters.TreatedAsWithdraw + 1 },
        _ => _counters with { SessionResets = _counters.SessionResets + 1 },
    };
}
