using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Weir.Analytics;
using Weir.Bgp;
using Weir.Bgp.Session;
using Weir.Server.Verbs;

namespace Weir.Server.Composition.Bgp;

/// <summary>BGP as the rest of the program knows it: the speaker, the neighbours that scripts named, and who named them.</summary>
internal sealed class BgpPart : IAsyncDisposable
{
    private const int MaxNeighbors = 256;
    private const int MaxAdvice = 200;
    private const string Self = "weir";

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, BgpRouter> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IPAddress, BgpRouter> _byAddress = new();
    private readonly ConcurrentDictionary<string, byte> _advice = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RibLookup> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly AuditLog _audit;

    private BgpPart(BgpSettings settings, AnalyticsEngine engine, AuditLog audit, ILogger logger)
    {
        Settings = settings;
        Engine = engine;
        Logger = logger;
        _audit = audit;
        Speaker = new BgpSpeaker(new BgpSpeakerOptions { ListenAddresses = settings.Addresses, Port = settings.Port }, logger);
    }

    public BgpSettings Settings { get; }

    public AnalyticsEngine Engine { get; }

    public ILogger Logger { get; }

    public BgpSpeaker Speaker { get; }

    /// <summary>Addresses of routers called by name.</summary>
    public BgpNames Names { get; } = new(static (name, cancel) => Dns.GetHostAddressesAsync(name, cancel));

    /// <summary>MAC addresses of next hops.</summary>
    public NextHopTable NextHops { get; } = new();

    /// <summary>Every neighbour.</summary>
    public IEnumerable<BgpRouter> Routers => _byAddress.Values;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="VerbException">The port cannot be had.</exception>
    public static async Task<BgpPart> StartAsync(BgpSettings settings, AnalyticsEngine engine, AuditLog audit, ILogger logger)
    {
        BgpPart part = new(settings, engine, audit, logger);
        try
        {
            await part.Speaker.StartAsync();
        }
        catch (SocketException e)
        {
            await part.DisposeAsync();
            throw new VerbException($"BGP cannot listen on port {settings.Port} of {string.Join(", ", settings.Addresses)}: {e.Message} (see bgp.port and bgp.address)");
        }

        logger.BgpListening(part.Speaker.EndPoints[0].Port);
        return part;
    }

    /// <summary>Finds a neighbour by what a script or a person calls it.</summary>
    public BgpRouter? Find(string router) =>
        _byName.GetValueOrDefault(router) ?? (IPAddress.TryParse(router, out IPAddress? address) ? _byAddress.GetValueOrDefault(address) : null);

    /// <summary>Makes a script a subscriber of a neighbour; another AS, id or other families than before replace the session.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Add(BgpNeighborOptions options, BgpSubscriber subscriber)
    {
        if (options.Validate() is { Count: > 0 } problems)
        {
            return string.Join("; ", problems);
        }

        bool isUp = false;
        lock (_gate)
        {
            BgpRouter? router = _byAddress.GetValueOrDefault(options.Address);
            if (router is null)
            {
                if (_byAddress.Count >= MaxNeighbors)
                {
                    return $"there are {MaxNeighbors} neighbours already";
                }

                router = new BgpRouter(options.Address, options) { Subscribers = [subscriber] };
                _byAddress[options.Address] = router;
                Open(router);
            }
            else
            {
                router.Subscribers = [.. router.Subscribers.Where(s => s.Script != subscriber.Script), subscriber];
                isUp = !Replace(router, options) && router.PeerAs != 0;
            }

            _byName[subscriber.Router] = router;
        }

        if (isUp)
        {
            // A script that started again must be told, or it would wait for a session that is there.
            subscriber.StateChanged(subscriber.Router, true);
        }

        return null;
    }

    /// <summary>Ends a script's interest in a neighbour, and the neighbour with its last one.</summary>
    public bool Remove(string name, string script)
    {
        lock (_gate)
        {
            if (Find(name) is not { } router)
            {
                return false;
            }

            Speaker.RemoveOwner(router.Address, script);
            router.Subscribers = [.. router.Subscribers.Where(s => s.Script != script)];
            if (router.Subscribers.Count > 0)
            {
                return true;
            }

            foreach (string gone in _byName.Where(p => ReferenceEquals(p.Value, router)).Select(p => p.Key))
            {
                _byName.TryRemove(gone, out _);
            }

            foreach (string agent in _sources.Where(s => s.Value.Uses(router)).Select(s => s.Key))
            {
                SetSource(agent, null);
            }

            _byAddress.TryRemove(router.Address, out _);
            Speaker.RemoveNeighborAsync(router.Address).GetAwaiter().GetResult();
            router.PeerAs = 0;
            return true;
        }
    }

    /// <summary>Ties an agent to what routers taught us, or unties it.</summary>
    public bool SetSource(string agent, RibLookup? source)
    {
        if (!Engine.SetRouteSource(agent, source))
        {
            return false;
        }

        if (source is not null)
        {
            _sources[agent] = source;
            return true;
        }

        return _sources.TryRemove(agent, out _);
    }

    /// <summary>Says something about a rule that is odd but allowed, once.</summary>
    public void Advise(string script, string router, string advice)
    {
        if (_advice.Count < MaxAdvice && _advice.TryAdd(advice, 0))
        {
            Logger.BgpAdvice(script, router, advice);
        }
    }

    /// <summary>Gives the alarm of the cap when 80 % of it came into use, and its end.</summary>
    public void CheckCap(BgpRouter router)
    {
        bool near = Speaker.FindNeighbor(router.Address)?.IsNearCap ?? false;
        if (Interlocked.Exchange(ref router.NearCap, near ? 1 : 0) != (near ? 1 : 0))
        {
            Note(Self, "bgp-cap", router.Name, near ? "80 % of a cap is in use" : "less than 80 % of the caps is in use");
        }
    }

    public void Note(string who, string action, string target, string result) =>
        _audit.Note(new AuditEntry(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), who, action, target, result));

    /// <summary>Ends the sessions; whether neighbours may keep the routes is the operator's choice.</summary>
    public async ValueTask DisposeAsync()
    {
        await Names.DisposeAsync();
        await Speaker.StopAsync(Settings.KeepRoutes);
        await Speaker.DisposeAsync();
    }

    // Runs under the gate. The neighbour's callbacks take no lock, so waiting for them to end is safe.
    private bool Replace(BgpRouter router, BgpNeighborOptions options)
    {
        if (router.Options == options)
        {
            return false;
        }

        Speaker.RemoveNeighborAsync(router.Address).GetAwaiter().GetResult();
        router.PeerAs = 0;
        router.Options = options;
        Open(router);
        return true;
    }

    private void Open(BgpRouter router) => Speaker.AddNeighbor(router.Options, _ => Changed(router, true), _ => Changed(router, false));

    private void Changed(BgpRouter router, bool isUp)
    {
        NeighborStatus? status = Speaker.FindNeighbor(router.Address);
        router.PeerAs = isUp ? status?.Session?.PeerAs ?? 0 : 0;
        router.NearCap = isUp ? router.NearCap : 0;
        string cause = status?.LastErrorText ?? "ended without an error";
        Note(Self, "bgp-session", router.Name, isUp ? $"up, AS {router.PeerAs}" : $"down: {cause}");
        foreach (BgpSubscriber subscriber in router.Subscribers)
        {
            subscriber.StateChanged(subscriber.Router, isUp);
        }
    }
}
