using Weir.Bgp.Session;

namespace Weir.Bgp.Tests.Session;

/// <summary>
/// The state machine told once more, in the plainest way: two named states and a page of rules taken from RFC 4271 sections 6.8 and
/// 8.2.2, without sharing a line with the reducer. It says in words what must be seen from outside.
/// </summary>
internal sealed class ReferenceNeighbor(SessionIdentity identity)
{
    private readonly string[] _is = ["None", "None"];

    public bool Enabled { get; private set; }

    public List<string> Seen { get; } = [];

    public string State => $"{Enabled} {_is[0]} {_is[1]}";

    public void Handle(SessionEvent e)
    {
        Seen.Clear();
        int me = (int)e.Slot;
        int other = 1 - me;
        switch (e.Kind)
        {
            case SessionEventKind.Start when !Enabled:
                Enabled = true;
                DialIfAllowed();
                return;
            case SessionEventKind.Stop:
                Enabled = false;
                Seen.Add("no retry");
                End(0, e.Error.IsError ? e.Error.ToString() : null);
                End(1, e.Error.IsError ? e.Error.ToString() : null);
                return;
            case SessionEventKind.ConnectRetryExpired:
                DialIfAllowed();
                return;
            case SessionEventKind.Accepted:
                if (Enabled && _is[0] == "None" && _is[1] != "Established")
                {
                    _is[0] = "OpenSent";
                    Seen.Add("no retry");
                    Seen.Add("open 0");
                }
                else
                {
                    Seen.Add("reject");
                }

                return;
            case SessionEventKind.Reopened:
                // The old session is over without a word; what follows is an ordinary arrival.
                if (_is[0] == "Established" || _is[1] == "Established")
                {
                    End(0, null);
                    End(1, null);
                }

                goto case SessionEventKind.Accepted;
            case SessionEventKind.Connected:
                if (_is[1] == "Connecting")
                {
                    _is[1] = "OpenSent";
                    Seen.Add("open 1");
                }

                return;
            case SessionEventKind.Start:
                return;
        }

        bool alive = _is[me] is "OpenSent" or "OpenConfirm" or "Established";
        if (alive || (_is[me] == "Connecting" && e.Kind == SessionEventKind.Closed))
        {
            OnConnection(e, me, other);
        }
    }

    private void OnConnection(SessionEvent e, int me, int other)
    {
        switch (e.Kind, _is[me])
        {
            case (SessionEventKind.Closed or SessionEventKind.NotificationReceived, _):
                EndAndRetry(me, null);
                break;
            case (SessionEventKind.Faulted, _):
                EndAndRetry(me, e.Error.ToString());
                break;
            case (SessionEventKind.HoldExpired, _):
                EndAndRetry(me, "HoldTimer (4/0)");
                break;
            case (SessionEventKind.SendHoldExpired, _):
                EndAndRetry(me, "SendHoldTimer (8/0)");
                break;
            case (SessionEventKind.KeepaliveDue, "OpenSent"):
                break;
            case (SessionEventKind.KeepaliveDue, _):
                Seen.Add($"keepalive {me}");
                break;
            case (SessionEventKind.OpenReceived, "OpenSent"):
                Open(e, me, other);
                break;
            case (SessionEventKind.KeepaliveReceived, "OpenConfirm"):
                Seen.Add($"hold {me}");
                End(other, "Cease (6/7)");
                _is[me] = "Established";
                Seen.Add("no retry");
                Seen.Add($"up {me}");
                break;
            case (SessionEventKind.KeepaliveReceived, "Established"):
                Seen.Add($"hold {me}");
                break;
            case (SessionEventKind.UpdateReceived, "Established"):
                Seen.Add($"hold {me}");
                Seen.Add("update");
                break;
            case (SessionEventKind.RefreshReceived, "Established"):
                Seen.Add("refresh");
                break;
            case (_, "OpenSent"):
                EndAndRetry(me, "StateMachine (5/1)");
                break;
            case (_, "OpenConfirm"):
                EndAndRetry(me, "StateMachine (5/2)");
                break;
            default:
                EndAndRetry(me, "StateMachine (5/3)");
                break;
        }
    }

    private void Open(SessionEvent e, int me, int other)
    {
        if (_is[other] == "OpenConfirm")
        {
            bool weDialledWins = identity.RouterId != e.PeerRouterId ? identity.RouterId > e.PeerRouterId : identity.LocalAs > e.PeerAs;
            int loser = weDialledWins ? 0 : 1;
            End(loser, "Cease (6/7)");
            if (loser == me)
            {
                return;
            }
        }

        _is[me] = "OpenConfirm";
        Seen.Add($"negotiate {me}");
        Seen.Add($"keepalive {me}");
    }

    private void DialIfAllowed()
    {
        if (Enabled && !identity.Passive && _is[0] == "None" && _is[1] == "None")
        {
            _is[1] = "Connecting";
            Seen.Add("dial");
        }
    }

    private void EndAndRetry(int me, string? tell)
    {
        End(me, tell);
        if (Enabled && !identity.Passive && _is[0] == "None" && _is[1] == "None")
        {
            Seen.Add("retry");
        }
    }

    private void End(int me, string? tell)
    {
        if (_is[me] == "None")
        {
            return;
        }

        if (tell is not null && _is[me] != "Connecting")
        {
            Seen.Add($"notify {me} {tell}");
        }

        Seen.Add($"close {me}");
        if (_is[me] == "Established")
        {
            Seen.Add($"down {me}");
        }

        _is[me] = "None";
    }
}
