using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Bgp.Addressing;
using Weir.Bgp.Capabilities;
using Weir.Bgp.Messages;
using Weir.Bgp.Rib;

namespace Weir.Bgp.Session;

/// <summary>
/// A neighbour: runs <see cref="SessionReducer"/> on what sockets and timers report, and does what it asks for. One gate guards the
/// state, the timers and both RIBs; nothing waits while it is held. Callbacks run one after another on a task of their own, so that
/// a slow script delays only itself; a thousand may wait, more are dropped and counted.
/// </summary>
internal sealed partial class Neighbor : IAsyncDisposable
{
    private const int CallbackCapacity = 1000;
    private static readonly TimeSpan OpenHold = TimeSpan.FromMinutes(4);

    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly List<SessionAction> _actions = [];
    private readonly Connection?[] _connections = new Connection?[2];
    private readonly SessionTimer[] _hold;
    private readonly SessionTimer[] _keepalive;
    private readonly SessionTimer[] _sendHold;
    private readonly SessionTimer _retry;
    private readonly SessionTimer _endOfRib;
    private readonly SessionTimer _pace;
    private readonly Channel<Action> _callbacks;
    private readonly Task _callbackLoop;
    private readonly SessionIdentity _identity;
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _dialStop = new();
    private readonly OpenMessage?[] _peerOpens = new OpenMessage?[2];

    // Shared: written before the neighbour starts, read by accept loops.
    private bool _isUnprotected;

    // Shared: everything below is guarded by _gate.
    private NeighborState _state;
    private SessionParameters? _session;
    private Connection? _active;
    private DateTimeOffset? _establishedAt;
    private BgpError _lastError;
    private bool _lastErrorIsTheirs;
    private bool _failedSinceUp;
    private BgpError _told;
    private bool _restarting = true;
    private bool _nearCap;
    private bool _hasCandidate;
    private NeighborCounters _counters = new();
    private FamilySet _endOfRibReceived;
    private long _messagesReceived;
    private long _updatesReceived;
    private long _updatesSent;
    private long _routesIgnored;
    private double _tokens;
    private long _tokensAt;
    private long _upAt;

    public Neighbor(BgpNeighborOptions options, ILogger logger, TimeProvider time)
    {
        Options = options;
        _logger = logger;
        _time = time;
        byte[] id = options.RouterId.GetAddressBytes();
        uint routerId = ((uint)id[0] << 24) | ((uint)id[1] << 16) | ((uint)id[2] << 8) | id[3];
        _identity = new SessionIdentity(routerId, options.LocalAs, options.RemotePort == 0);
        In = new RibIn(options.MaxPrefixes4, options.MaxPrefixes6, options.AddPaths ? options.MaxPaths : 0);
        Out = new AdjRibOut(new AdjRibOutOptions { MaxRoutes = options.MaxRoutes, MaxFlows = options.MaxFlows });
        _hold = [Timer(SessionEventKind.HoldExpired, 0), Timer(SessionEventKind.HoldExpired, 1)];
        _keepalive = [Timer(SessionEventKind.KeepaliveDue, 0), Timer(SessionEventKind.KeepaliveDue, 1)];
        _sendHold = [Timer(SessionEventKind.SendHoldExpired, 0), Timer(SessionEventKind.SendHoldExpired, 1)];
        _retry = Timer(SessionEventKind.ConnectRetryExpired, 1);
        _endOfRib = new SessionTimer(time, _ => CompleteInitialRoutes());
        _pace = new SessionTimer(time, _ => Pace());
        _callbacks = Channel.CreateBounded<Action>(new BoundedChannelOptions(CallbackCapacity) { SingleReader = true });
        _callbackLoop = RunCallbacksAsync();
        _tokens = options.MaxUpdatesPerSecond;
        _tokensAt = time.GetTimestamp();
    }

    public BgpNeighborOptions Options { get; }

    /// <summary>Called when a session is up.</summary>
    public Action<IPAddress>? OnOpen { get; init; }

    /// <summary>Called when it is gone.</summary>
    public Action<IPAddress>? OnClose { get; init; }

    /// <summary>True when a listener could not be given its secret: a connection from its address may be anybody's.</summary>
    public bool IsUnprotected
    {
        get => Volatile.Read(ref _isUnprotected);
        set => Volatile.Write(ref _isUnprotected, value);
    }

    /// <summary>The routes wanted. Only under <see cref="Change"/>.</summary>
    private AdjRibOut Out { get; }

    public NeighborStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new NeighborStatus
                {
                    Address = Options.Address,
                    State = _state.Best,
                    EstablishedAt = _establishedAt,
                    Session = _session,
                    LastError = _lastError,
                    IsLastErrorTheNeighbors = _lastErrorIsTheirs,
                    RouteCount = Out.RouteCount,
                    FlowCount = Out.FlowCount,
                    OverCapCount = Out.OverCapCount,
                    RefusedCount = Out.RefusedCount,
                    IsNearCap = Out.IsNearCap,
                    QueuedCount = Out.QueuedCount,
                    Announced = Out.Announced,
                    Withdrawn = Out.Withdrawn,
                    Counters = _counters with
                    {
                        MessagesReceived = _messagesReceived,
                        UpdatesReceived = _updatesReceived,
                        UpdatesSent = _updatesSent,
                        RoutesIgnored = _routesIgnored,
                    },
                    EndOfRibReceived = _endOfRibReceived,
                };
            }
        }
    }

    /// <summary>Reads or changes the wanted routes under the gate, then sends what follows from it.</summary>
    public T Change<T>(Func<AdjRibOut, T> change)
    {
        lock (_gate)
        {
            T result = change(Out);
            CheckCap();
            _active?.Wake();
            return result;
        }
    }

    public void Start() => Post(new SessionEvent(SessionEventKind.Start));

    /// <summary>Ends a connection that its secret did not protect, and counts it.</summary>
    public void RefuseUnprotected(Socket socket)
    {
        socket.Dispose();
        lock (_gate)
        {
            _counters = _counters with { ConnectionsRejected = _counters.ConnectionsRejected + 1 };
        }
    }

    /// <summary>Takes a connection that the neighbour opened.</summary>
    public void Accept(Socket socket)
    {
        lock (_gate)
        {
            if (MayHaveRestarted)
            {
                _hasCandidate = true;
                _running.RemoveAll(static t => t.IsCompleted);
                _running.Add(AwaitOpenAsync(socket, _session!));
                return;
            }

            Take(socket, SessionEventKind.Accepted);
        }
    }

    /// <summary>Feeds an event to the state machine.</summary>
    public void Post(SessionEvent e)
    {
        lock (_gate)
        {
            Step(e);
        }
    }

    /// <summary>Lets End-of-RIB go out: every owner has said what it wants.</summary>
    public void CompleteInitialRoutes()
    {
        lock (_gate)
        {
            Out.EndOfRibHeld = false;
            _active?.Wake();
        }
    }

    /// <summary>Ends the session and waits until its loops have ended.</summary>
    /// <param name="keepRoutes">True leaves without a NOTIFICATION, so that a neighbour with graceful restart keeps our routes.</param>
    public async Task StopAsync(bool keepRoutes)
    {
        Task[] running;
        lock (_gate)
        {
            Step(new SessionEvent(SessionEventKind.Stop, Error: keepRoutes ? BgpError.None : BgpError.AdministrativeShutdown));
            running = [.. _running];
        }

        await _dialStop.CancelAsync().ConfigureAwait(false);

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(keepRoutes: false).ConfigureAwait(false);
        foreach (SessionTimer timer in (SessionTimer[])[.. _hold, .. _keepalive, .. _sendHold, _retry, _endOfRib, _pace])
        {
            timer.Dispose();
        }

        _dialStop.Dispose();
        _callbacks.Writer.TryComplete();
        await _callbackLoop.ConfigureAwait(false);
    }

    private static SessionParameters Agree(CapabilitySet ours, OpenMessage theirs, BgpNeighborOptions options)
    {
        int hold = Math.Min((int)options.HoldTime.TotalSeconds, theirs.HoldTimeSeconds);
        GracefulRestartCapability? restart = options.GracefulRestart ? theirs.Capabilities.GracefulRestart : null;
        FamilySet families = CapabilitySet.Common(ours, theirs.Capabilities);
        return new SessionParameters
        {
            LocalAs = options.LocalAs,
            PeerAs = theirs.As,
            PeerRouterId = theirs.RouterId,
            IsInternal = theirs.As == options.LocalAs,
            FourOctetAs = theirs.Capabilities.FourOctetAs is not null,
            Families = families,
            AddPath = ours.AddPathReceive & theirs.Capabilities.AddPathSend & families,
            HoldTimeSeconds = (ushort)hold,
            PeerRouteRefresh = theirs.Capabilities.RouteRefresh,
            PeerKeeps = restart is null ? FamilySet.None : families,
            PeerRestarts = restart?.Families ?? FamilySet.None,
            NotificationKeepsRoutes = restart?.Notification ?? false,
        };
    }

    private SessionTimer Timer(SessionEventKind kind, int slot) => new(_time, timer =>
    {
        lock (_gate)
        {
            // A timer that was changed while its callback waited for the gate must not fire.
            if (timer.TakeDue())
            {
                Step(new SessionEvent(kind, (ConnectionSlot)slot));
            }
        }
    });

    private CapabilitySet Capabilities() => new()
    {
        HasMultiprotocol = true,
        Families = Options.Families,
        FourOctetAs = Options.LocalAs,
        RouteRefresh = true,
        AddPathReceive = Options.AddPaths ? Options.Families & (FamilySet.Ipv4Unicast | FamilySet.Ipv6Unicast) : FamilySet.None,
        GracefulRestart = Options.GracefulRestart
            ? new GracefulRestartCapability(_restarting, true, (ushort)Options.RestartTime.TotalSeconds, Options.Families, Options.Families)
            : null,
    };

    private void CheckCap()
    {
        bool near = Out.IsNearCap;
        if (near && !_nearCap)
        {
            BgpLog.NearCap(_logger, Options.Address, Out.RouteCount, Out.FlowCount);
        }

        _nearCap = near;
    }

    private void Pace()
    {
        lock (_gate)
        {
            _active?.Wake();
        }
    }

    private async Task RunCallbacksAsync()
    {
        await foreach (Action callback in _callbacks.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                BgpLog.OptionFailed(_logger, Options.Address, "a callback", e.Message);
            }
        }
    }

    private void Call(Action<IPAddress>? callback)
    {
        if (callback is not null && !_callbacks.Writer.TryWrite(() => callback(Options.Address)))
        {
            _counters = _counters with { CallbacksDropped = _counters.CallbacksDropped + 1 };
        }
    }
}
