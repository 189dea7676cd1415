namespace Weir.Web;

/// <summary>A collector that gets a copy of every datagram.</summary>
/// <param name="Address">IP address or host name.</param>
/// <param name="Port">UDP port, 1 to 65535.</param>
public sealed record ForwardingTarget(string Address, int Port);
