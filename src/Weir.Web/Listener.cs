namespace Weir.Web;

/// <summary>An open port.</summary>
/// <param name="Purpose">What it is for: <c>sFlow</c>, <c>HTTP</c>, <c>BGP</c>; or <c>replay</c> with a file name as address.</param>
/// <param name="Protocol"><c>udp</c>, <c>tcp</c> or <c>file</c>.</param>
/// <param name="Address">Address it is bound to.</param>
/// <param name="Port">Port number; 0 for a file.</param>
public sealed record Listener(string Purpose, string Protocol, string Address, int Port);
