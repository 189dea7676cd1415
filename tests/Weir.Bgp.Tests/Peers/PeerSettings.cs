namespace Weir.Bgp.Tests.Peers;

/// <summary>What a peer needs to know: its own address and port, ours, who dials, and secrets.</summary>
internal sealed record PeerSettings(string Address, int Port, string OurAddress, int OurPort, bool Dials, string? Secret = null, int PeerAs = 65001)
{
    /// <summary>Whether it sends, and wants to see, packets with a TTL of 255 (RFC 5082); else it sends with a lower one.</summary>
    public bool TtlSecurity { get; init; }

    /// <summary>Whether it sends every path of a prefix (RFC 7911).</summary>
    public bool SendsPaths { get; init; }

    /// <summary>Network namespace to run in; null for the test's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Hold time it proposes.</summary>
    public int HoldSeconds { get; init; } = 9;

    /// <summary>Whether ExaBGP hands updates on as octets instead of text, which spares it its own decoding.</summary>
    public bool Raw { get; init; }
}
