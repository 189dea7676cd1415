namespace Weir.Web.Tests;

/// <summary>A server that is whatever the test says.</summary>
internal sealed class ServerState : IServerStatus
{
    public IReadOnlyList<Listener> Listeners { get; set; } = [new Listener("sFlow", "udp", "0.0.0.0", 6343)];

    public long DatagramsDiscarded { get; set; }

    public IReadOnlyList<string> NotReady { get; set; } = [];
}
