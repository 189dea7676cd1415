using Weir.Bgp.Rib;

namespace Weir.Server.Composition.Bgp;

/// <summary>Traffic by the prefix that routed it, of one router.</summary>
/// <param name="T">Time constant in seconds.</param>
/// <param name="CountsBytes">Bytes, or else packets.</param>
internal sealed record BgpTraffic(double T, bool CountsBytes)
{
    /// <summary>By the prefix of the destination.</summary>
    public PrefixTraffic Egress { get; } = new(TimeSpan.FromSeconds(T));

    /// <summary>By the prefix of the source.</summary>
    public PrefixTraffic Ingress { get; } = new(TimeSpan.FromSeconds(T));
}
