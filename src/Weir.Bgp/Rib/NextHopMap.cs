using System.Collections.Frozen;
using System.Net;

namespace Weir.Bgp.Rib;

/// <summary>
/// Which MAC address each next hop has: with several paths for a prefix (RFC 7911 section 1) the frame's address tells which one the packet took.
/// Immutable; lookups allocate nothing.
/// </summary>
public sealed class NextHopMap
{
    private readonly FrozenDictionary<IPAddress, ulong> _macs;

    /// <summary>Takes the addresses.</summary>
    /// <param name="macs">MAC address of each next hop, in the lower 48 bits.</param>
    public NextHopMap(IReadOnlyDictionary<IPAddress, ulong> macs) => _macs = macs.ToFrozenDictionary();

    /// <summary>Knows no next hop.</summary>
    public static NextHopMap Empty { get; } = new(new Dictionary<IPAddress, ulong>());

    /// <summary>Next hops known.</summary>
    public int Count => _macs.Count;

    /// <summary>Whether a next hop has this MAC address.</summary>
    public bool Has(IPAddress? nextHop, ulong mac) => nextHop is not null && _macs.TryGetValue(nextHop, out ulong known) && known == mac;
}
