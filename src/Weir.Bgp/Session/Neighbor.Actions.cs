using System.Net;
using System.Net.Sockets;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>What the state machine asks for, done (RFC 4271 section 8.2.2). Everything here runs under the gate.</summary>
internal sealed partial class Neighbor
{
    private void Step(SessionEvent e)
    {
        _actions.Clear();
        _state = SessionReducer.Step(_state, e, _identity, _actions);
        Execute();
    }

    private void Execute()
    {
        // Actions post no events, so the list does not change while it is walked.
        foreach (SessionAction action in _actions)
        {
            Execute(action);
        }
    }

    private void Execute(SessionAction action)
    {
        int slot = (int)action.Slot;
        switch (action.Kind)
        {
            case SessionActionKind.Dial:
                _running.Add(DialAsync());
                break;
            case SessionActionKind.SendOpen:
                SendOpen(slot);
                break;
            case SessionActionKind.Negotiate:
                Negotiate(slot);
                break;
            case SessionActionKind.SendKeepalive:
                SendKeepalive(slot);
                break;
            case SessionActionKind.SendNotification:
                SendNotification(slot, action.Error);
                break;
            case SessionActionKind.Close:
                Close(slot, action.Error);
                break;
            case SessionActionKind.RestartHold:
                _hold[slot].Restart();
                break;
            case SessionActionKind.Up:
                Up(slot);
                break;
            case SessionActionKind.Down:
                Down();
                break;
            case SessionActionKind.StartConnectRetry:
                _retry.Start(Options.ConnectRetry);
                break;
            case SessionActionKind.StopConnectRetry:
                _retry.Stop();
                break;
        }
    }

    private void SendOpen(int slot)
    {
        OpenMessage open = new(Options.LocalAs, (ushort)Options.HoldTime.TotalSeconds, _identity.RouterId, Capabilities());
        BgpWriter writer = new(stackalloc byte[512]);
        open.Write(ref writer);
        _connections[slot]?.Queue(writer.Written);
        _hold[slot].Start(OpenHold);
    }

    private void Negotiate(int slot)
    {
        SessionParameters agreed = Agree(Capabilities(), _peerOpens[slot]!, Options);
        _hold[slot].Stop();
        if (agreed.HoldTimeSeconds > 0)
        {
            _hold[slot].Start(TimeSpan.FromSeconds(agreed.HoldTimeSeconds));
            _keepalive[slot].Start(TimeSpan.FromSeconds(agreed.HoldTimeSeconds / 3.0));
        }
    }

    private void SendKeepalive(int slot)
    {
        BgpWriter writer = new(stackalloc byte[BgpHeader.Size]);
        KeepaliveMessage.Write(ref writer);
        _connections[slot]?.Queue(writer.Written);
        if (_peerOpens[slot] is OpenMessage open && Agree(Capabilities(), open, Options).HoldTimeSeconds is > 0 and ushort hold)
        {
            _keepalive[slot].Start(TimeSpan.FromSeconds(hold / 3.0));
        }
    }

    private void SendNotification(int slot, BgpError error)
    {
        // RFC 8538 section 4: where NOTIFICATIONs keep routes, a shutdown that shall not must be a hard reset.
        bool hard = error == BgpError.AdministrativeShutdown && _session?.NotificationKeepsRoutes == true;
        NotificationMessage message = hard ? new(BgpError.HardReset, (byte)error.Code, error.Subcode) : new(error);
        BgpWriter writer = new(stackalloc byte[64]);
        message.Write(ref writer);
        _connections[slot]?.Queue(writer.Written);
    }

    private void Close(int slot, BgpError error)
    {
        _hold[slot].Stop();
        _keepalive[slot].Stop();
        _sendHold[slot].Stop();
        _peerOpens[slot] = null;
        _connections[slot]?.Close();
        _connections[slot] = null;
        if (error.IsError)
        {
            Failed(error, _lastErrorIsTheirs && error == _lastError);
            TellOfAttempt(error);
        }
    }

    private void Failed(BgpError error, bool isTheirs)
    {
        _lastError = error;
        _lastErrorIsTheirs = isTheirs;
        _failedSinceUp = true;
    }

    // An attempt that fails is tried again every few seconds: each reason is told once until there is a session.
    private void TellOfAttempt(BgpError error)
    {
        bool isOrdinary = error == BgpError.CollisionResolution || (!_lastErrorIsTheirs && error == BgpError.AdministrativeShutdown);
        if (_active is not null || isOrdinary || error == _told)
        {
            return;
        }

        _told = error;
        if (_lastErrorIsTheirs)
        {
            BgpLog.Refused(_logger, Options.Address, error.Describe(), Options.LocalAs);
        }
        else
        {
            BgpLog.NotEstablished(_logger, Options.Address, error.Describe());
        }
    }

    private void Up(int slot)
    {
        _active = _connections[slot];
        _session = Agree(Capabilities(), _peerOpens[slot]!, Options);
        _establishedAt = _time.GetUtcNow();
        _upAt = _time.GetTimestamp();
        _restarting = false;
        _failedSinceUp = false;
        _told = BgpError.None;
        _endOfRibReceived = FamilySet.None;
        _counters = _counters with { Established = _counters.Established + 1 };
        Out.SessionUp(_session);
        Out.EndOfRibHeld = _session.PeerKeeps != FamilySet.None && Options.EndOfRibDelay > TimeSpan.Zero;
        if (Out.EndOfRibHeld)
        {
            _endOfRib.Start(Options.EndOfRibDelay);
        }

        BgpLog.Established(_logger, Options.Address, _session.PeerAs, _session.HoldTimeSeconds, _session.Families);
        Call(OnOpen);
        _active?.Wake();
    }

    private void Down()
    {
        // An error of an earlier session is not why this one ended.
        _lastError = _failedSinceUp ? _lastError : BgpError.None;
        BgpLog.Lost(_logger, Options.Address, !_lastError.IsError ? "the connection ended without a word" : _lastErrorIsTheirs ? $"the router says: {_lastError.Describe()}" : _lastError.Describe());
        _counters = _counters with { Lost = _counters.Lost + 1 };
        _endOfRib.Stop();
        _active = null;
        _session = null;
        _establishedAt = null;
        Out.SessionDown();
        ForgetLearned();
        Call(OnClose);
    }

    private void Take(Socket socket, SessionEventKind kind)
    {
        Connection connection = new(socket, ConnectionSlot.Incoming, this);
        _actions.Clear();
        _state = SessionReducer.Step(_state, new SessionEvent(kind), _identity, _actions);
        if (_actions.Exists(static a => a.Kind == SessionActionKind.Reject))
        {
            Refuse(connection);
            return;
        }

        _counters = _actions.Exists(static a => a.Kind == SessionActionKind.Down) ? _counters with { Replaced = _counters.Replaced + 1 } : _counters;
        Run(connection);
        foreach (SessionAction action in _actions)
        {
            // What closes the old connections comes before; from here on the new one is the neighbour's.
            _connections[0] = action.Kind == SessionActionKind.SendOpen ? connection : _connections[0];
            Execute(action);
        }
    }

    private void Refuse(Connection connection)
    {
        BgpWriter writer = new(stackalloc byte[64]);
        new NotificationMessage(BgpError.ConnectionRejected).Write(ref writer);
        connection.Queue(writer.Written);
        connection.Close();
        _counters = _counters with { ConnectionsRejected = _counters.ConnectionsRejected + 1 };
        Run(connection);
    }

    private void Run(Connection connection)
    {
        _running.RemoveAll(static t => t.IsCompleted);
        _running.Add(RunAsync(connection));
    }

    private static async Task RunAsync(Connection connection)
    {
        using (connection)
        {
            // Off the gate: the loops start on the pool.
            await Task.Yield();
            await connection.RunAsync().ConfigureAwait(false);
        }
    }

    private async Task DialAsync()
    {
        await Task.Yield();
        Socket? socket = null;
        try
        {
            socket = Options.OpenSocket(Options.Address.AddressFamily);
            PrepareDial(socket);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_dialStop.Token);
            limit.CancelAfter(Options.ConnectRetry + TimeSpan.FromSeconds(5));
            await socket.ConnectAsync(new IPEndPoint(Options.Address, Options.RemotePort), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or PlatformNotSupportedException)
        {
            // No descriptor may be free either: whatever it was, the next dial may go better.
            socket?.Dispose();
            Post(new SessionEvent(SessionEventKind.Closed, ConnectionSlot.Outgoing));
            return;
        }

        Dialled(socket);
    }

    private void PrepareDial(Socket socket)
    {
        if (Options.LocalAddress is not null)
        {
            socket.Bind(new IPEndPoint(Options.LocalAddress, 0));
        }

        if (Options.Md5Secret is not null)
        {
            TcpOptions.SetMd5(socket, Options.Address, Options.Md5Secret);
        }

        if (Options.TtlSecurity)
        {
            TcpOptions.RequireMaxTtl(socket);
        }
    }

    private void Dialled(Socket socket)
    {
        lock (_gate)
        {
            if (_state.Outgoing != ConnectionState.Connecting)
            {
                // Stopped, or lost the race, while the system was dialling.
                socket.Dispose();
                return;
            }

            Connection connection = new(socket, ConnectionSlot.Outgoing, this);
            _connections[1] = connection;
            Run(connection);
            Step(new SessionEvent(SessionEventKind.Connected, ConnectionSlot.Outgoing));
        }
    }
}
