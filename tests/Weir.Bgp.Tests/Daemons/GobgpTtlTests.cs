namespace Weir.Bgp.Tests.Daemons;

/// <summary>The TTL check with GoBGP dialling, beside the others for its patience's sake.</summary>
public sealed class GobgpTtlTests
{
    [Fact]
    public Task TtlSecurity_PeerFromTooFar_IsRefusedAndTheNearOneIsNot() => ProtectionTests.RefuseFarPeerAsync("gobgpd", 80, dials: true);
}
