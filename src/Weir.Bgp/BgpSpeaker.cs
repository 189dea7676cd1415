using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Bgp.FlowSpec;
using Weir.Bgp.Rib;
using Weir.Bgp.Session;

namespace Weir.Bgp;

/// <summary>
/// A BGP speaker: listens, dials, keeps sessions with its neighbours, announces the routes that its owners want and looks up those it
/// was taught (RFC 4271). It never forwards a route from one neighbour to another. All members may be called from any thread; none
/// waits for the network except <see cref="StartAsync"/>, <see cref="RemoveNeighborAsync"/> and <see cref="StopAsync"/>.
/// </summary>
public sealed class BgpSpeaker : IAsyncDisposable
{
    private const string TtlCheck = "the TTL check";
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly BgpSpeakerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<IPAddress, Neighbor> _neighbors = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _loops = [];
    private readonly CancellationTokenSource _stop = new();
    private long _unknownRefused;
    private long _earlyRefused;

    /// <summary>Makes a speaker that does nothing until it is started.</summary>
    public BgpSpeaker(BgpSpeakerOptions options, ILogger? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Where it listens; empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(static s => (IPEndPoint)s.LocalEndPoint!)];

    /// <summary>Connections refused because their address is no neighbour's.</summary>
    public long UnknownRefused => Interlocked.Read(ref _unknownRefused);

    /// <summary>Connections refused because octets came before their TTL could be checked (RFC 5082); see <see cref="BgpNeighborOptions.TtlSecurity"/>.</summary>
    public long EarlyRefused => Interlocked.Read(ref _earlyRefused);

    /// <summary>Every neighbour at this moment.</summary>
    public IReadOnlyList<NeighborStatus> Neighbors => [.. _neighbors.Values.Select(static n => n.Status)];

    /// <summary>Starts to listen and lets the neighbours added so far begin. Throws <see cref="SocketException"/> when a port is taken.</summary>
    public Task StartAsync(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        foreach (IPAddress address in _options.Listen ? _options.ListenAddresses : [])
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            _listeners.Add(socket);
            socket.Bind(new IPEndPoint(address, _options.Port));
            foreach (Neighbor neighbor in _neighbors.Values)
            {
                PrepareListener(socket, neighbor);
            }

            socket.Listen(_options.Backlog);
            _loops.Add(AcceptAsync(socket));
        }

        foreach (Neighbor neighbor in _neighbors.Values)
        {
            neighbor.Start();
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds a neighbour; a session begins as soon as the speaker is started.</summary>
    /// <param name="options">Who it is. Bad options throw <see cref="ArgumentException"/> that lists every problem.</param>
    /// <param name="onOpen">Called on a pool thread when its session is up.</param>
    /// <param name="onClose">Called when it is lost. Calls for one neighbour never overlap.</param>
    /// <returns>False when the address is a neighbour already.</returns>
    public bool AddNeighbor(BgpNeighborOptions options, Action<IPAddress>? onOpen = null, Action<IPAddress>? onClose = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        Neighbor neighbor = new(options, _logger, _time) { OnOpen = onOpen, OnClose = onClose };
        if (!_neighbors.TryAdd(options.Address, neighbor))
        {
            _ = neighbor.DisposeAsync().AsTask();
            return false;
        }

        foreach (Socket listener in _listeners)
        {
            PrepareListener(listener, neighbor);
        }

        if (_loops.Count > 0 || !_options.Listen)
        {
            neighbor.Start();
        }

        return true;
    }

    /// <summary>Ends a neighbour's session for good; its routes are withdrawn by that.</summary>
    /// <returns>False when there is no such neighbour.</returns>
    public async Task<bool> RemoveNeighborAsync(IPAddress address)
    {
        if (!_neighbors.TryRemove(address, out Neighbor? neighbor))
        {
            return false;
        }

        foreach (Socket listener in _listeners)
        {
            if (neighbor.Options.Md5Secret is not null && listener.AddressFamily == address.AddressFamily)
            {
                // A secret that the system never took cannot be taken away; the neighbour ends all the same.
                TrySet(address, "the end of TCP MD5", () => TcpOptions.SetMd5(listener, address, ""));
            }

            TrySet(address, TtlCheck, () => PrepareTtl(listener));
        }

        await neighbor.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>A neighbour at this moment; null when there is none of the address.</summary>
    public NeighborStatus? FindNeighbor(IPAddress address) => _neighbors.TryGetValue(address, out Neighbor? neighbor) ? neighbor.Status : null;

    /// <summary>The routes a neighbour taught us; null when there is none of the address. Lookups take no lock.</summary>
    public RibIn? FindLearned(IPAddress address) => _neighbors.TryGetValue(address, out Neighbor? neighbor) ? neighbor.In : null;

    /// <summary>Wants a unicast route at a neighbour. Idempotent; an owner's later attributes replace its earlier ones.</summary>
    public AddRouteResult AddRoute(IPAddress neighbor, RouteOwner owner, UnicastRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!_neighbors.TryGetValue(neighbor, out Neighbor? found))
        {
            return AddRouteResult.UnknownNeighbor;
        }

        return route.IsValid ? found.Change(rib => rib.Add(owner, route.Nlri, route.Attributes)) : AddRouteResult.Invalid;
    }

    /// <summary>Wants a flow specification at a neighbour; <see cref="FlowSpecCompiler"/> makes one.</summary>
    public AddRouteResult AddFlow(IPAddress neighbor, RouteOwner owner, FlowSpecRoute flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (!_neighbors.TryGetValue(neighbor, out Neighbor? found))
        {
            return AddRouteResult.UnknownNeighbor;
        }

        return (FlowSpecActionNames.Of(flow.Attributes) & found.Options.Withheld) == FlowSpecActionSet.None
            ? found.Change(rib => rib.Add(owner, flow.Nlri, flow.Attributes)) : AddRouteResult.Withheld;
    }

    /// <summary>Ends an owner's wish for a route or flow specification; the last owner's withdraws it.</summary>
    /// <returns>Whether the owner had the wish.</returns>
    public bool Remove(IPAddress neighbor, string owner, Nlri route) =>
        _neighbors.TryGetValue(neighbor, out Neighbor? found) && found.Change(rib => rib.Remove(owner, route));

    /// <summary>Ends every wish of an owner at a neighbour.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveOwner(IPAddress neighbor, string owner) =>
        _neighbors.TryGetValue(neighbor, out Neighbor? found) ? found.Change(rib => rib.RemoveOwner(owner)) : 0;

    /// <summary>Every route wanted at a neighbour with its true state; empty when there is no such neighbour.</summary>
    public IReadOnlyList<RouteReport> Routes(IPAddress neighbor) =>
        _neighbors.TryGetValue(neighbor, out Neighbor? found) ? found.Change(static rib => rib.Report()) : [];

    /// <summary>The true state of one route at a neighbour; null when nobody wants it.</summary>
    public RouteState? FindRoute(IPAddress neighbor, Nlri route) =>
        _neighbors.TryGetValue(neighbor, out Neighbor? found) ? found.Change(rib => rib.Find(route)) : null;

    /// <summary>Says that every owner has repeated its wishes after a session came up, so that End-of-RIB need not wait for its delay.</summary>
    public void CompleteInitialRoutes(IPAddress neighbor)
    {
        if (_neighbors.TryGetValue(neighbor, out Neighbor? found))
        {
            found.CompleteInitialRoutes();
        }
    }

    /// <summary>Stops listening and ends every session.</summary>
    /// <param name="keepRoutes">True before a restart: neighbours with graceful restart keep our routes until we are back.</param>
    public async Task StopAsync(bool keepRoutes = false)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Socket listener in _listeners)
        {
            listener.Dispose();
        }

        await Task.WhenAll(_loops).ConfigureAwait(false);
        await Task.WhenAll(_neighbors.Values.Select(n => n.StopAsync(keepRoutes))).ConfigureAwait(false);
    }

    /// <summary>Stops if that has not been done, and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await StopAsync().ConfigureAwait(false);
        }

        foreach (Neighbor neighbor in _neighbors.Values)
        {
            await neighbor.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private void PrepareListener(Socket listener, Neighbor neighbor)
    {
        BgpNeighborOptions options = neighbor.Options;
        if (listener.AddressFamily != options.Address.AddressFamily)
        {
            return;
        }

        if (options.Md5Secret is { } secret && !TrySet(options.Address, "TCP MD5, so that its connections are refused,", () => TcpOptions.SetMd5(listener, options.Address, secret)))
        {
            neighbor.IsUnprotected = true;
        }

        TrySet(options.Address, TtlCheck, () => PrepareTtl(listener));
    }

    private bool TrySet(IPAddress neighbor, string what, Action set)
    {
        try
        {
            set();
            return true;
        }
        catch (Exception e) when (e is SocketException or PlatformNotSupportedException)
        {
            BgpLog.OptionFailed(_logger, neighbor, what, e.Message);
            return false;
        }
    }

    // RFC 5082 section 3: what has passed a router is dropped before the handshake, where every neighbour of the family wants that. Where only
    // some do, the listener must take the handshakes of the others, and Route refuses what was sent before the accepted socket could be told.
    private void PrepareTtl(Socket listener)
    {
        Neighbor[] neighbors = [.. _neighbors.Values.Where(n => n.Options.Address.AddressFamily == listener.AddressFamily)];
        bool any = neighbors.Any(static n => n.Options.TtlSecurity);
        if (any)
        {
            // The answer to the neighbour's SYN must have the TTL already.
            TcpOptions.SendMaxTtl(listener);
        }

        if (TcpOptions.AreSupported)
        {
            TcpOptions.DemandMinTtl(listener, any && neighbors.All(static n => n.Options.TtlSecurity) ? byte.MaxValue : byte.MinValue);
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                if (await TryAcceptAsync(listener).ConfigureAwait(false) is { } socket)
                {
                    Route(socket);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                BgpLog.ListenerStopped(_logger, string.Join(",", EndPoints), e.Message);
            }
        }
    }

    private async Task<Socket?> TryAcceptAsync(Socket listener)
    {
        try
        {
            return await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (SocketException) when (!_stop.IsCancellationRequested)
        {
            // A caller that hung up, or no descriptor free: the listener goes on, but not in a tight loop.
            await Task.Delay(AcceptPause, _time, _stop.Token).ConfigureAwait(false);
            return null;
        }
        catch (SocketException e)
        {
            throw new OperationCanceledException("the listener was closed", e);
        }
    }

    private void Route(Socket socket)
    {
        try
        {
            RouteToNeighbor(socket);
        }
        catch (SocketException)
        {
            // The caller hung up before its socket could be prepared.
            socket.Dispose();
        }
    }

    private void RouteToNeighbor(Socket socket)
    {
        IPAddress? address = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is null || !_neighbors.TryGetValue(address, out Neighbor? neighbor))
        {
            // A stranger that tries again and again fills the counter, not the log.
            if (BitOperations.IsPow2(Interlocked.Increment(ref _unknownRefused)))
            {
                BgpLog.UnknownNeighbor(_logger, address ?? IPAddress.None);
            }

            socket.Dispose();
            return;
        }

        if (neighbor.IsUnprotected)
        {
            // Its secret is not in force at our listener, so that anybody could have sent this.
            neighbor.RefuseUnprotected(socket);
            return;
        }

        if (neighbor.Options.TtlSecurity && TcpOptions.AreSupported)
        {
            // The accepted socket has what the listener demanded at the handshake.
            bool wasGuarded = TcpOptions.MinTtlOf(socket) == byte.MaxValue;
            TcpOptions.RequireMaxTtl(socket);
            if (!wasGuarded && socket.Available > 0)
            {
                // Sent before the check was on, so nobody knows from how far. An honest neighbour dials again.
                Interlocked.Increment(ref _earlyRefused);
                socket.Dispose();
                return;
            }
        }

        neighbor.Accept(socket);
    }
}
