namespace Weir.Bgp.Tests.Daemons;

/// <summary>GoBGP, which takes five to ten seconds before each dialling: beside the others it costs nobody's time.</summary>
public sealed class GobgpDialInTests
{
    [Fact]
    public Task Session_PeerDialsAndRestarts_RoutesComeBack() => DialInTests.DieAndComeBackAsync("gobgpd", 31);
}
