using Weir.Bgp.Addressing;
using Weir.Bgp.Session;

namespace Weir.Bgp.Tests;

/// <summary>Session parameters the codec tests share.</summary>
internal static class Sessions
{
    public static SessionParameters Internal { get; } = new()
    {
        LocalAs = 65000,
        PeerAs = 65000,
        IsInternal = true,
        FourOctetAs = true,
        Families = FamilySet.All,
        HoldTimeSeconds = 90,
    };

    public static SessionParameters External { get; } = new()
    {
        LocalAs = 65000,
        PeerAs = 65001,
        IsInternal = false,
        FourOctetAs = true,
        Families = FamilySet.All,
        HoldTimeSeconds = 90,
    };

    public static SessionParameters ExternalTwoOctets { get; } = External with { FourOctetAs = false };
}
