using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Rib;

/// <summary>
/// The unicast routes learned from one neighbour, and longest-match lookups on them (RFC 4271 sections 3.2 and 9.1). Written by the
/// neighbour's receive loop, read by any thread. T1 writes under the lock and makes the version odd while it does; T2 reads without a
/// lock, and reads again when the version was odd or has changed; after eight vain tries it takes the lock. Memory is bounded by the two
/// limits: at the limit new prefixes are ignored and counted, known ones still change. Where all paths of a prefix are kept, the tries hold the
/// first of its paths, else its attribute set.
/// </summary>
public sealed partial class RibIn
{
    private const int MaxTries = 8;

    private readonly Lock _gate = new();
    private readonly PrefixTrie<uint> _v4;
    private readonly PrefixTrie<UInt128> _v6;
    private readonly AttributeTable _sets = new();
    private readonly PathTable? _paths;
    private readonly byte[] _block = new byte[BgpHeader.MaxLength + 32];
    private FamilySet _addPath;
    private long _version;
    private long _learned;
    private long _withdrawn;
    private long _ignored;

    /// <summary>Starts empty.</summary>
    /// <param name="maxPrefixes4">Most IPv4 prefixes.</param>
    /// <param name="maxPrefixes6">Most IPv6 prefixes.</param>
    /// <param name="maxPaths">Most paths (RFC 7911); 0 keeps one path of each prefix, as sessions without path identifiers have it.</param>
    public RibIn(int maxPrefixes4, int maxPrefixes6, int maxPaths = 0)
    {
        _paths = maxPaths > 0 ? new PathTable(maxPaths) : null;
        _v4 = new PrefixTrie<uint>(maxPrefixes4);
        _v6 = new PrefixTrie<UInt128>(maxPrefixes6);
    }

    /// <summary>Size and history.</summary>
    public RibInStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                long bytes = _v4.AllocatedBytes + _v6.AllocatedBytes + _sets.AllocatedBytes + (_paths?.AllocatedBytes ?? 0);
                return new RibInStatistics(_v4.Count, _v6.Count, _paths?.Count ?? _v4.Count + _v6.Count, _sets.Count, bytes, _learned, _withdrawn, _ignored);
            }
        }
    }

    /// <summary>Finds the longest prefix that covers an address.</summary>
    public bool TryFind(IPAddress address, out LearnedRoute route)
    {
        UInt128 bits = IpPrefix.BitsOf(address, out bool isV6);
        return TryFind(bits, isV6, out route);
    }

    /// <summary>Finds the longest prefix that covers an address; allocates nothing.</summary>
    /// <param name="bits">The address, an IPv4 address in the upper 32 bits.</param>
    /// <param name="isV6">Whether it is an IPv6 address.</param>
    /// <param name="route">The route found.</param>
    public bool TryFind(UInt128 bits, bool isV6, out LearnedRoute route) => TryFind(bits, isV6, NextHopMap.Empty, 0, out route);

    /// <summary>Finds the longest prefix that covers an address, and of its paths the one whose next hop has a MAC address, or else the best.</summary>
    /// <param name="bits">The address, an IPv4 address in the upper 32 bits.</param>
    /// <param name="isV6">Whether it is an IPv6 address.</param>
    /// <param name="nextHops">MAC addresses of next hops.</param>
    /// <param name="mac">The MAC address.</param>
    /// <param name="route">The route found.</param>
    public bool TryFind(UInt128 bits, bool isV6, NextHopMap nextHops, ulong mac, out LearnedRoute route)
    {
        ArgumentNullException.ThrowIfNull(nextHops);
        for (int i = 0; i < MaxTries; i++)
        {
            long before = Volatile.Read(ref _version);
            if ((before & 1) != 0)
            {
                Thread.SpinWait(20);
                continue;
            }

            AttributeSet? set = Find(bits, isV6, nextHops, mac, out int length);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref _version) == before)
            {
                return Make(bits, isV6, length, set, out route);
            }
        }

        lock (_gate)
        {
            AttributeSet? set = Find(bits, isV6, nextHops, mac, out int length);
            return Make(bits, isV6, length, set, out route);
        }
    }

    /// <summary>Applies an update that does not reset the session; flow specifications and unknown families are left alone.</summary>
    /// <param name="update">The update.</param>
    /// <param name="fourOctets">Whether AS_PATH holds four-octet numbers.</param>
    /// <param name="addPath">Families in which a path identifier stands in front of each prefix (RFC 7911 section 3).</param>
    public void Apply(ReceivedUpdate update, bool fourOctets, FamilySet addPath = FamilySet.None)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _version);
            _addPath = addPath;
            Withdraw(update.Withdrawn, isV6: false);
            if (update.UnreachKnown && !update.UnreachFamily.IsFlowSpec())
            {
                Withdraw(update.UnreachNlri, update.UnreachFamily.IsV6());
            }

            bool reaches = update.ReachKnown && !update.ReachFamily.IsFlowSpec();
            if (update.Installs)
            {
                Install(update, reaches, fourOctets);
            }
            else
            {
                // RFC 7606 section 2: as if the routes were withdrawn.
                Withdraw(update.Nlri, isV6: false);
                Withdraw(reaches ? update.ReachNlri : default, update.ReachFamily.IsV6());
            }

            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Forgets everything: the session is gone.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _version);
            _withdrawn += _paths?.Count ?? _v4.Count + _v6.Count;
            _v4.Clear();
            _v6.Clear();
            _sets.Clear();
            _paths?.Clear();
            Interlocked.Increment(ref _version);
        }
    }

    private static bool Make(UInt128 bits, bool isV6, int length, AttributeSet? set, out LearnedRoute route)
    {
        route = set is null ? default : new LearnedRoute(new IpPrefix(bits & IpPrefix.Mask(length), (byte)length, isV6), set);
        return set is not null;
    }

    private AttributeSet? Find(UInt128 bits, bool isV6, NextHopMap nextHops, ulong mac, out int length)
    {
        int found = isV6 ? _v6.Find(bits, out length) : _v4.Find((uint)(bits >> 96), out length);
        if (found < 0 || _paths is null)
        {
            return found < 0 ? null : _sets[found];
        }

        return FindPath(_paths, found, nextHops, mac);
    }

    private void Install(ReceivedUpdate update, bool reaches, bool fourOctets)
    {
        if (update.Nlri.IsEmpty && !(reaches && !update.ReachNlri.IsEmpty))
        {
            return;
        }

        // The block is interned once for all prefixes of the message, and given back if none was taken.
        int slot = _sets.Intern(_block.AsSpan(0, update.CopyAttributes(_block)), fourOctets);
        Set(update.Nlri, isV6: false, slot);
        Set(reaches ? update.ReachNlri : default, update.ReachFamily.IsV6(), slot);
        _sets.ReleaseUnused(slot);
    }

    private void Set(ReadOnlySpan<byte> routes, bool isV6, int slot)
    {
        BgpReader reader = new(routes);
        while (TryReadRoute(ref reader, isV6, out uint id, out IpPrefix prefix))
        {
            int before = PathTable.None;
            bool taken = _paths is null ? TrySet(prefix, slot, out before) : TrySetPath(_paths, prefix, id, slot, out before);
            if (!taken)
            {
                _ignored++;
                continue;
            }

            _learned++;
            _sets.Acquire(slot);
            if (before >= 0)
            {
                _sets.Release(before);
            }
        }
    }

    private bool TryReadRoute(ref BgpReader reader, bool isV6, out uint id, out IpPrefix prefix)
    {
        id = 0;
        prefix = default;
        bool hasId = _addPath.Has(isV6 ? BgpFamily.Ipv6Unicast : BgpFamily.Ipv4Unicast);
        return reader.Remaining > 0 && (!hasId || reader.TryReadUInt32(out id)) && IpPrefix.TryRead(ref reader, isV6, out prefix);
    }

    private bool TrySet(IpPrefix prefix, int value, out int before) => prefix.IsV6
        ? _v6.TrySet(prefix.Bits, prefix.Length, value, out before)
        : _v4.TrySet((uint)(prefix.Bits >> 96), prefix.Length, value, out before);

    private int Remove(IpPrefix prefix) => prefix.IsV6 ? _v6.Remove(prefix.Bits, prefix.Length) : _v4.Remove((uint)(prefix.Bits >> 96), prefix.Length);

    private void Withdraw(ReadOnlySpan<byte> routes, bool isV6)
    {
        BgpReader reader = new(routes);
        while (TryReadRoute(ref reader, isV6, out uint id, out IpPrefix prefix))
        {
            int before = _paths is null ? Remove(prefix) : RemovePath(_paths, prefix, id);
            if (before >= 0)
            {
                _withdrawn++;
                _sets.Release(before);
            }
        }
    }
}
