using System.Net;
using Weir.Bgp.Addressing;
using Weir.Bgp.Attributes;

namespace Weir.Bgp.Rib;

/// <content>Several paths of one prefix (RFC 7911 section 3).</content>
public sealed partial class RibIn
{
    // No route server has so many members that announce one prefix; a longer chain would only make lookups slow.
    private const int MaxPathsEach = 256;
    private const uint DefaultLocalPref = 100;

    /// <summary>Every path of the longest prefix that covers an address, the best first; one where the session has no path identifiers.</summary>
    public IReadOnlyList<LearnedRoute> FindPaths(IPAddress address)
    {
        UInt128 bits = IpPrefix.BitsOf(address, out bool isV6);
        lock (_gate)
        {
            List<LearnedRoute> routes = [];
            int length = 0;
            int found = isV6 ? _v6.Find(bits, out length) : _v4.Find((uint)(bits >> 96), out length);
            while (found >= 0)
            {
                if (Make(bits, isV6, length, _sets[_paths?.SetOf(found) ?? found], out LearnedRoute route))
                {
                    routes.Add(route);
                }

                found = _paths?.NextOf(found) ?? PathTable.None;
            }

            return routes;
        }
    }

    private AttributeSet? FindPath(PathTable paths, int first, NextHopMap nextHops, ulong mac)
    {
        if (!paths.TryRead(first, out int set, out int next))
        {
            return null;
        }

        AttributeSet? best = _sets[set];
        AttributeSet? found = best;
        // A reader beside the writer may walk a chain that is being changed: none is longer than this.
        for (int i = 0; i < MaxPathsEach && mac != 0 && found is not null; i++)
        {
            if (nextHops.Has(found.Attributes.NextHop, mac))
            {
                return found;
            }

            found = paths.TryRead(next, out set, out next) ? _sets[set] : null;
        }

        return best;
    }

    /// <summary>Puts a path at its place among the paths of its prefix; one with the same identifier is replaced.</summary>
    private bool TrySetPath(PathTable paths, IpPrefix prefix, uint id, int set, out int before)
    {
        before = PathTable.None;
        int head = Remove(prefix);
        int replaced = head < 0 ? PathTable.None : Unlink(paths, ref head, id);
        bool room = (replaced >= 0 || !paths.IsFull) && CountFrom(paths, head) < MaxPathsEach;
        if (!room && head < 0)
        {
            return false;
        }

        if (room)
        {
            before = Take(paths, replaced);
            int path = paths.Add(id, set);
            Link(paths, ref head, path);
            if (TrySet(prefix, head, out _))
            {
                return true;
            }

            // The trie is full, so the prefix is new and this is its only path.
            paths.Release(path);
            return false;
        }

        TrySet(prefix, head, out _);
        return false;
    }

    /// <summary>Removes a path.</summary>
    /// <returns>Its attribute set, or -1 when there was none of that identifier.</returns>
    private int RemovePath(PathTable paths, IpPrefix prefix, uint id)
    {
        int head = Remove(prefix);
        int path = head < 0 ? PathTable.None : Unlink(paths, ref head, id);
        if (head >= 0)
        {
            TrySet(prefix, head, out _);
        }

        return Take(paths, path);
    }

    private static int Take(PathTable paths, int path)
    {
        if (path < 0)
        {
            return PathTable.None;
        }

        int set = paths.SetOf(path);
        paths.Release(path);
        return set;
    }

    private static int CountFrom(PathTable paths, int head)
    {
        int count = 0;
        for (int at = head; at >= 0; at = paths.NextOf(at))
        {
            count++;
        }

        return count;
    }

    private static int Unlink(PathTable paths, ref int head, uint id)
    {
        ref int link = ref head;
        while (link >= 0)
        {
            int at = link;
            if (paths.IdOf(at) == id)
            {
                link = paths.NextOf(at);
                return at;
            }

            link = ref paths.NextOf(at);
        }

        return PathTable.None;
    }

    private void Link(PathTable paths, ref int head, int path)
    {
        ref int link = ref head;
        while (link >= 0 && !IsBetter(paths, path, link))
        {
            link = ref paths.NextOf(link);
        }

        paths.NextOf(path) = link;
        link = path;
    }

    // RFC 4271 section 9.1.2.2, as far as one neighbour's paths differ in it; then the lower identifier, so that the order is always the same.
    private bool IsBetter(PathTable paths, int path, int other)
    {
        RouteAttributes a = _sets[paths.SetOf(path)]!.Attributes;
        RouteAttributes b = _sets[paths.SetOf(other)]!.Attributes;
        int order = (b.LocalPref ?? DefaultLocalPref).CompareTo(a.LocalPref ?? DefaultLocalPref);
        order = order != 0 ? order : a.AsPath.Length.CompareTo(b.AsPath.Length);
        order = order != 0 ? order : a.Origin.CompareTo(b.Origin);
        return (order != 0 ? order : paths.IdOf(path).CompareTo(paths.IdOf(other))) < 0;
    }
}
