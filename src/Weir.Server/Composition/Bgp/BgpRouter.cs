using System.Net;
using Weir.Bgp;

namespace Weir.Server.Composition.Bgp;

/// <summary>A neighbour as the scripts that named it see it; it outlives changes of its options.</summary>
internal sealed class BgpRouter(IPAddress address, BgpNeighborOptions options)
{
    private uint _peerAs;

    public IPAddress Address { get; } = address;

    // Shared: written under the service's gate, read by anyone.
    public volatile BgpNeighborOptions Options = options;

    /// <summary>Who is told of its session. Shared: replaced whole under the service's gate, read by the neighbour's callbacks.</summary>
    public volatile IReadOnlyList<BgpSubscriber> Subscribers = [];

    /// <summary>Traffic by prefix; null until a source wants it. Shared: replaced whole under the service's gate, read by shards.</summary>
    public volatile BgpTraffic? Traffic;

    /// <summary>Its AS in this session; 0 without one. Shared: written by the neighbour's callbacks, read by shards.</summary>
    public uint PeerAs
    {
        get => Volatile.Read(ref _peerAs);
        set => Volatile.Write(ref _peerAs, value);
    }

    /// <summary>Set once the alarm of the cap was given; 1 or 0.</summary>
    public int NearCap;

    /// <summary>The text of a router's first script, by which the reports name it.</summary>
    public string Name => Subscribers is [{ Router: string name }, ..] ? name : Address.ToString();
}
