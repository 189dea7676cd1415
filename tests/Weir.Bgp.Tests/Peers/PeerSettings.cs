namespace Weir.Bgp.Tests.Peers;

/// <summary>What a peer needs to know: its own address and port, ours, who dials, and secrets.</summary>
internal sealed record PeerSettings(string Address, int Port, string OurAddress, int OurPort, bool Dials, string? Secret = null, int PeerAs = 65001);
