using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Communities;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

namespace Weir.Bgp.Tests.Session;

/// <summary>
/// 10,000 random sequences of events, each run on the reducer and on the reference model. Routes are added and removed by two owners
/// all the while, and by one whose wishes end with the session; families are asked for again. After each sequence the session is brought up and the
/// peer's table must be what is wanted, no more and no less; in every third sequence, with small caps, as much of it as the caps allow.
/// </summary>
public sealed class SessionModelTests
{
    private const int Sequences = 10_000;
    private const int EventsEach = 60;
    private static readonly SessionEventKind[] Kinds = Enum.GetValues<SessionEventKind>();

    [Fact]
    public void Step_RandomEvents_AgreesWithTheModelAndTheRibWithTheWishes()
    {
        int established = 0;
        for (int seed = 0; seed < Sequences; seed++)
        {
            Run run = new(seed);
            for (int i = 0; i < EventsEach; i++)
            {
                run.OneThing();
            }

            run.BringUp();
            run.CompareRib();
            established += run.Ups;
        }

        // The sequences must reach the interesting states, not only knock at the door.
        Assert.InRange(established, Sequences * 3 / 2, int.MaxValue);
    }

    private sealed class Run
    {
        // Its wishes end with the session, as those of scripts do.
        private const string Fleeting = "s";

        private readonly Random _random;
        private readonly SessionIdentity _identity;
        private readonly ReferenceNeighbor _model;
        private readonly List<SessionAction> _actions = [];
        private readonly AdjRibOutOptions _caps;
        private readonly AdjRibOut _rib;
        private readonly Dictionary<string, List<(string Owner, RouteAttributes Attributes)>> _wishes = [];
        private readonly Nlri[] _routes;
        private readonly RouteAttributes[] _attributes;
        private readonly byte[] _buffer = new byte[BgpHeader.MaxLength];
        private SimulatedPeer _peer = new();
        private NeighborState _state;

        public Run(int seed)
        {
            _random = new Random(seed);
            _identity = new SessionIdentity((uint)_random.Next(1, 4), (uint)_random.Next(1, 3), _random.Next(4) == 0);
            _model = new ReferenceNeighbor(_identity);
            _caps = seed % 3 == 0 ? new AdjRibOutOptions { MaxRoutes = 2, MaxFlows = 1 } : new AdjRibOutOptions();
            _rib = new AdjRibOut(_caps);
            RandomValues values = new(seed % 50);
            _routes = [.. Enumerable.Range(0, 6).Select(i => i < 4 ? Nlri.FromPrefix(IpPrefix.From(values.Address(i % 2 == 1), 128)) : values.Rule(i == 5).ToNlri()!)];
            _attributes = [.. Enumerable.Range(0, 3).Select(static i => new RouteAttributes { LocalPref = (uint)i, Communities = [new Community((uint)i)] })];
        }

        public int Ups { get; private set; }

        public void OneThing()
        {
            switch (_random.Next(10))
            {
                case < 3:
                    Feed(Random());
                    break;
                case < 6:
                    Forward();
                    break;
                case < 8:
                    Wish();
                    break;
                case < 9:
                    Unwish();
                    break;
                default:
                    Send(_random.Next(4));
                    if (_state.IsEstablished && _random.Next(4) == 0)
                    {
                        _rib.Refresh(BgpFamilies.All[_random.Next(4)]);
                    }

                    break;
            }
        }

        public void BringUp()
        {
            Feed(new SessionEvent(SessionEventKind.Start));
            if (!_state.IsEstablished)
            {
                Feed(new SessionEvent(SessionEventKind.Closed, ConnectionSlot.Incoming));
                Feed(new SessionEvent(SessionEventKind.Closed, ConnectionSlot.Outgoing));
                Feed(new SessionEvent(SessionEventKind.Accepted));
                Feed(new SessionEvent(SessionEventKind.OpenReceived, ConnectionSlot.Incoming, default, 9, 9));
                Feed(new SessionEvent(SessionEventKind.KeepaliveReceived, ConnectionSlot.Incoming));
            }

            Assert.True(_state.IsEstablished);
        }

        public void CompareRib()
        {
            Send(int.MaxValue);
            Assert.Equal(0, _rib.QueuedCount);
            Dictionary<string, string> wanted = _wishes.Where(static w => w.Value.Count > 0).ToDictionary(static w => w.Key, static w => SimulatedPeer.Value(w.Value[^1].Attributes));
            // No more than the caps, no free place while somebody waits, and nothing that is not wanted just so.
            int flows = Math.Min(_caps.MaxFlows, wanted.Keys.Count(IsFlow));
            int routes = Math.Min(_caps.MaxRoutes, wanted.Keys.Count(static k => !IsFlow(k)));
            Assert.Equal((flows, routes), (_peer.Table.Keys.Count(IsFlow), _peer.Table.Keys.Count(static k => !IsFlow(k))));
            Assert.Equal((flows, routes), (_rib.FlowCount, _rib.RouteCount));
            Assert.All(_peer.Table, t => Assert.Equal(wanted.GetValueOrDefault(t.Key), t.Value));
            Assert.Equal(wanted.Count, _rib.Report().Count);
            Assert.All(_rib.Report(), r => Assert.Equal(_peer.Table.ContainsKey(SimulatedPeer.Key(r.Route.Family, r.Route.Bytes)) ? RouteState.Sent : RouteState.OverCap, r.State));
            Assert.Equal(BgpFamilies.All.ToArray(), _peer.EndOfRib);
        }

        private static bool IsFlow(string key) => key.Contains("FlowSpec", StringComparison.Ordinal);

        private SessionEvent Random()
        {
            SessionEventKind kind = Kinds[_random.Next(Kinds.Length)];
            // A stop in every sixth event would leave no time for anything else.
            kind = kind == SessionEventKind.Stop && _random.Next(4) > 0 ? SessionEventKind.Start : kind;
            BgpError error = kind is SessionEventKind.Faulted or SessionEventKind.Stop ? BgpError.AdministrativeShutdown : default;
            return new SessionEvent(kind, (ConnectionSlot)_random.Next(2), error, (uint)_random.Next(1, 4), (uint)_random.Next(1, 3));
        }

        // The event that brings a connection nearer to a session, so that most sequences get there.
        private void Forward()
        {
            ConnectionSlot slot = (ConnectionSlot)_random.Next(2);
            SessionEventKind kind = _state.Of(slot) switch
            {
                ConnectionState.None => slot == ConnectionSlot.Incoming ? SessionEventKind.Accepted : SessionEventKind.ConnectRetryExpired,
                ConnectionState.Connecting => SessionEventKind.Connected,
                ConnectionState.OpenSent => SessionEventKind.OpenReceived,
                _ => SessionEventKind.KeepaliveReceived,
            };
            Feed(new SessionEvent(kind, slot, default, (uint)_random.Next(1, 4), (uint)_random.Next(1, 3)));
        }

        private void Feed(SessionEvent e)
        {
            _actions.Clear();
            _state = SessionReducer.Step(_state, e, _identity, _actions);
            _model.Handle(e);
            Assert.Equal(_model.State, $"{_state.Enabled} {_state.Incoming} {_state.Outgoing}");
            Assert.Equal(_model.Seen, _actions.Select(Describe));
            Assert.False(_state.Incoming == ConnectionState.Established && _state.Outgoing == ConnectionState.Established);
            foreach (SessionAction action in _actions)
            {
                if (action.Kind == SessionActionKind.Up)
                {
                    Ups++;
                    _peer = new SimulatedPeer();
                    _rib.SessionUp(Sessions.Internal);
                }
                else if (action.Kind == SessionActionKind.Down)
                {
                    _rib.SessionDown();
                    foreach (List<(string Owner, RouteAttributes Attributes)> list in _wishes.Values)
                    {
                        list.RemoveAll(static w => w.Owner == Fleeting);
                    }
                }
            }
        }

        private static string Describe(SessionAction action) => action.Kind switch
        {
            SessionActionKind.Dial => "dial",
            SessionActionKind.Reject => "reject",
            SessionActionKind.SendOpen => $"open {(int)action.Slot}",
            SessionActionKind.SendKeepalive => $"keepalive {(int)action.Slot}",
            SessionActionKind.SendNotification => $"notify {(int)action.Slot} {action.Error}",
            SessionActionKind.Close => $"close {(int)action.Slot}",
            SessionActionKind.Up => $"up {(int)action.Slot}",
            SessionActionKind.Down => $"down {(int)action.Slot}",
            SessionActionKind.StartConnectRetry => "retry",
            SessionActionKind.StopConnectRetry => "no retry",
            SessionActionKind.RestartHold => $"hold {(int)action.Slot}",
            SessionActionKind.Negotiate => $"negotiate {(int)action.Slot}",
            SessionActionKind.TakeUpdate => "update",
            SessionActionKind.Refresh => "refresh",
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };

        private void Wish()
        {
            Nlri route = _routes[_random.Next(_routes.Length)];
            string owner = Owner();
            IPAddress hop = IPAddress.Parse(route.Family.IsV6() ? "100::1" : "192.0.2.1");
            RouteAttributes template = _attributes[_random.Next(_attributes.Length)];
            RouteAttributes attributes = new() { NextHop = hop, LocalPref = template.LocalPref, Communities = template.Communities };
            _rib.Add(new RouteOwner(owner, EndsWithSession: owner == Fleeting), route, attributes);
            List<(string Owner, RouteAttributes Attributes)> list = Wishes(route);
            if (!list.Exists(w => w.Owner == owner && SimulatedPeer.Value(w.Attributes) == SimulatedPeer.Value(attributes)))
            {
                list.RemoveAll(w => w.Owner == owner);
                list.Add((owner, attributes));
            }
        }

        private string Owner() => _random.Next(3) switch { 0 => "a", 1 => "b", _ => Fleeting };

        private void Unwish()
        {
            Nlri route = _routes[_random.Next(_routes.Length)];
            string owner = Owner();
            bool had = Wishes(route).RemoveAll(w => w.Owner == owner) > 0;
            Assert.Equal(had, _rib.Remove(owner, route));
        }

        private List<(string Owner, RouteAttributes Attributes)> Wishes(Nlri route)
        {
            string key = SimulatedPeer.Key(route.Family, route.Bytes);
            if (!_wishes.TryGetValue(key, out List<(string Owner, RouteAttributes Attributes)>? list))
            {
                _wishes[key] = list = [];
            }

            return list;
        }

        private void Send(int most)
        {
            for (int i = 0; i < most && _rib.TakeMessage(_buffer) is > 0 and int length; i++)
            {
                _peer.Receive(_buffer.AsSpan(0, length));
            }
        }
    }
}
