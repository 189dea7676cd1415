using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;
using Weir.Bgp.Messages;
using Weir.Bgp.Session;

namespace Weir.Bgp.Rib;

/// <summary>
/// The routes wanted at one neighbour, and what it was told of them (RFC 4271 section 9.2). Owners add and remove wishes; a route is
/// withdrawn when its last owner has gone. What was sent is compared with what is wanted when a message is made, so changes that
/// cancel each other are never sent. Not thread-safe: the neighbour's gate guards it. Never reads a clock or a socket.
/// </summary>
public sealed class AdjRibOut
{
    private readonly Dictionary<Nlri, AdjRibOutEntry> _entries = [];
    private readonly Queue<AdjRibOutEntry> _dirty = new();
    private readonly LinkedList<AdjRibOutEntry> _overCap = new();
    private readonly AdjRibOutOptions _options;
    private readonly Nlri[] _batch = new Nlri[512];
    private SessionParameters? _session;
    private FamilySet _endOfRibDue;
    private int _routes;
    private int _flows;

    /// <summary>Starts empty.</summary>
    public AdjRibOut(AdjRibOutOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Unicast routes wanted within the cap.</summary>
    public int RouteCount => _routes;

    /// <summary>Flow specifications wanted within the cap.</summary>
    public int FlowCount => _flows;

    /// <summary>Wishes beyond the caps.</summary>
    public int OverCapCount => _overCap.Count;

    /// <summary>Routes that may have to be sent or withdrawn.</summary>
    public int QueuedCount => _dirty.Count;

    /// <summary>Announcements sent in all sessions, routes not messages.</summary>
    public long Announced { get; private set; }

    /// <summary>Withdrawals sent in all sessions, routes not messages.</summary>
    public long Withdrawn { get; private set; }

    /// <summary>Wishes refused because the table was full.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Whether End-of-RIB must wait because owners may still repeat their wishes.</summary>
    public bool EndOfRibHeld { get; set; }

    /// <summary>Whether a message is waiting.</summary>
    public bool HasWork => _session is not null && (_dirty.Count > 0 || (_endOfRibDue != FamilySet.None && !EndOfRibHeld));

    /// <summary>Whether 80 % of either cap is used.</summary>
    public bool IsNearCap => _routes * 5 >= _options.MaxRoutes * 4 || _flows * 5 >= _options.MaxFlows * 4;

    /// <summary>Adds an owner's wish, or changes its attributes. Repeating it changes nothing.</summary>
    public AddRouteResult Add(RouteOwner owner, Nlri route, RouteAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(attributes);
        if (!_entries.TryGetValue(route, out AdjRibOutEntry? entry))
        {
            if (_entries.Count >= _options.MaxWanted)
            {
                RefusedCount++;
                return AddRouteResult.Refused;
            }

            entry = new AdjRibOutEntry(route);
            _entries.Add(route, entry);
        }

        entry.SetClaim(owner, attributes);
        if (!entry.InCap && entry.Waiting is null)
        {
            TakePlace(entry);
        }

        Enqueue(entry);
        return StateOf(entry) switch
        {
            RouteState.OverCap => AddRouteResult.OverCap,
            RouteState.FilteredByCapability => AddRouteResult.FilteredByCapability,
            RouteState.NoSession => AddRouteResult.NoSession,
            _ => AddRouteResult.Accepted,
        };
    }

    /// <summary>Ends an owner's wish.</summary>
    /// <returns>Whether the owner had one.</returns>
    public bool Remove(string owner, Nlri route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!_entries.TryGetValue(route, out AdjRibOutEntry? entry) || !entry.DropClaim(owner))
        {
            return false;
        }

        Settle(entry);
        return true;
    }

    /// <summary>Ends every wish of an owner.</summary>
    /// <returns>How many it had.</returns>
    public int RemoveOwner(string owner)
    {
        int removed = 0;
        foreach (AdjRibOutEntry entry in _entries.Values.ToArray())
        {
            if (entry.DropClaim(owner))
            {
                removed++;
                Settle(entry);
            }
        }

        return removed;
    }

    /// <summary>A session came up: everything wanted is sent, then End-of-RIB.</summary>
    public void SessionUp(SessionParameters session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _endOfRibDue = session.Families;
        foreach (AdjRibOutEntry entry in _entries.Values)
        {
            Enqueue(entry);
        }
    }

    /// <summary>The session has gone: the neighbour knows nothing any more, and wishes that end with it end.</summary>
    public void SessionDown()
    {
        _session = null;
        _endOfRibDue = FamilySet.None;
        _dirty.Clear();
        foreach (AdjRibOutEntry entry in _entries.Values.ToArray())
        {
            entry.Advertised = null;
            entry.TellAgain = false;
            entry.Queued = false;
            entry.DropSessionClaims();
            Settle(entry);
        }
    }

    /// <summary>Sends a family again (RFC 2918 section 4).</summary>
    public void Refresh(BgpFamily family)
    {
        foreach (AdjRibOutEntry entry in _entries.Values)
        {
            if (entry.Route.Family == family && entry.InCap)
            {
                entry.TellAgain = true;
                Enqueue(entry);
            }
        }
    }

    /// <summary>Makes the next message; 0 when there is none.</summary>
    /// <param name="target">At least 4096 octets.</param>
    /// <returns>Octets of the message.</returns>
    public int TakeMessage(Span<byte> target)
    {
        if (_session is null)
        {
            return 0;
        }

        while (_dirty.TryPeek(out AdjRibOutEntry? head))
        {
            if (IsSettled(head))
            {
                Finish(_dirty.Dequeue());
                continue;
            }

            return head.Wanted is RouteAttributes wanted ? TakeAnnounce(target, head, wanted) : TakeWithdraw(target, head);
        }

        return TakeEndOfRib(target);
    }

    /// <summary>Every wanted route with its true state.</summary>
    public IReadOnlyList<RouteReport> Report() =>
        [.. _entries.Values.Where(static e => e.HasClaims).Select(e => new RouteReport(e.Route, StateOf(e), e.LastClaim!, e.Owners))];

    /// <summary>The true state of one route; null when nobody wants it.</summary>
    public RouteState? Find(Nlri route) =>
        _entries.TryGetValue(route, out AdjRibOutEntry? entry) && entry.HasClaims ? StateOf(entry) : null;

    private RouteState StateOf(AdjRibOutEntry entry)
    {
        if (!entry.InCap)
        {
            return RouteState.OverCap;
        }

        if (_session is null)
        {
            return RouteState.NoSession;
        }

        if (!_session.Families.Has(entry.Route.Family))
        {
            return RouteState.FilteredByCapability;
        }

        return entry.IsSent ? RouteState.Sent : RouteState.Queued;
    }

    private int TakeAnnounce(Span<byte> target, AdjRibOutEntry head, RouteAttributes wanted)
    {
        int count = Gather(head, e => e.Wanted is RouteAttributes own && own.SameAs(wanted));
        int length = UpdateEncoder.WriteAnnounce(target, _session!, wanted, _batch.AsSpan(0, count), out int taken);
        for (int i = 0; i < Math.Max(taken, 1); i++)
        {
            AdjRibOutEntry entry = _dirty.Dequeue();
            // A route that fits no message was refused when it was added; it must not block the queue if it comes here all the same.
            entry.Advertised = taken > 0 ? wanted : null;
            entry.TellAgain = false;
            Announced += taken > 0 ? 1 : 0;
            Finish(entry);
        }

        return length;
    }

    private int TakeWithdraw(Span<byte> target, AdjRibOutEntry head)
    {
        int count = Gather(head, static e => e.Wanted is null);
        int length = UpdateEncoder.WriteWithdraw(target, _batch.AsSpan(0, count), out int taken);
        for (int i = 0; i < taken; i++)
        {
            AdjRibOutEntry entry = _dirty.Dequeue();
            entry.Advertised = null;
            entry.TellAgain = false;
            Withdrawn++;
            Finish(entry);
        }

        return length;
    }

    private int TakeEndOfRib(Span<byte> target)
    {
        if (EndOfRibHeld || _endOfRibDue == FamilySet.None)
        {
            return 0;
        }

        foreach (BgpFamily family in BgpFamilies.All)
        {
            if (_endOfRibDue.Has(family))
            {
                _endOfRibDue &= ~family.AsSet();
                return UpdateEncoder.WriteEndOfRib(target, family);
            }
        }

        return 0;
    }

    // Takes the run of entries at the front that can share a message with the first; the order of the queue is kept.
    private int Gather(AdjRibOutEntry head, Predicate<AdjRibOutEntry> fits)
    {
        int count = 0;
        foreach (AdjRibOutEntry entry in _dirty)
        {
            if (count == _batch.Length || entry.Route.Family != head.Route.Family || IsSettled(entry) || !fits(entry))
            {
                break;
            }

            _batch[count++] = entry.Route;
        }

        return count;
    }

    private bool IsSettled(AdjRibOutEntry entry)
    {
        bool speaks = _session!.Families.Has(entry.Route.Family);
        return !speaks || (entry.Wanted is null ? entry.Advertised is null : entry.IsSent);
    }

    private void Enqueue(AdjRibOutEntry entry)
    {
        if (_session is not null && !entry.Queued && !IsSettled(entry))
        {
            entry.Queued = true;
            _dirty.Enqueue(entry);
        }
    }

    private void Finish(AdjRibOutEntry entry)
    {
        entry.Queued = false;
        Forget(entry);
    }

    private void Settle(AdjRibOutEntry entry)
    {
        if (!entry.HasClaims)
        {
            GivePlaceBack(entry);
        }

        Enqueue(entry);
        Forget(entry);
    }

    private void Forget(AdjRibOutEntry entry)
    {
        if (!entry.HasClaims && entry.Advertised is null && !entry.Queued)
        {
            _entries.Remove(entry.Route);
        }
    }

    private void TakePlace(AdjRibOutEntry entry)
    {
        bool isFlow = entry.Route.Family.IsFlowSpec();
        if (isFlow ? _flows < _options.MaxFlows : _routes < _options.MaxRoutes)
        {
            entry.InCap = true;
            _flows += isFlow ? 1 : 0;
            _routes += isFlow ? 0 : 1;
        }
        else
        {
            entry.Waiting = _overCap.AddLast(entry);
        }
    }

    // The place goes to the oldest wish over the cap; its announcement is queued behind the withdrawal that made room.
    private void GivePlaceBack(AdjRibOutEntry entry)
    {
        if (entry.Waiting is not null)
        {
            _overCap.Remove(entry.Waiting);
            entry.Waiting = null;
            return;
        }

        if (!entry.InCap)
        {
            return;
        }

        bool isFlow = entry.Route.Family.IsFlowSpec();
        entry.InCap = false;
        _flows -= isFlow ? 1 : 0;
        _routes -= isFlow ? 0 : 1;
        Enqueue(entry);
        LinkedListNode<AdjRibOutEntry>? next = _overCap.First;
        while (next is not null && next.Value.Route.Family.IsFlowSpec() != isFlow)
        {
            next = next.Next;
        }

        if (next is not null)
        {
            _overCap.Remove(next);
            next.Value.Waiting = null;
            TakePlace(next.Value);
            Enqueue(next.Value);
        }
    }
}
