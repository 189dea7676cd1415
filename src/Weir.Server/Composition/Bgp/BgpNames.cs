using System.Net;
using System.Net.Sockets;

namespace Weir.Server.Composition.Bgp;

/// <summary>Router names and ids.</summary>
internal static class BgpNames
{
    /// <summary>Our router id where a script gives none and this host has no IPv4 address towards the router.</summary>
    public static IPAddress DefaultRouterId { get; } = new([0, 6, 6, 6]);

    /// <summary>Resolves a router's name once; a name of several addresses gives the first.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? TryResolve(string router, out IPAddress? address)
    {
        if (IPAddress.TryParse(router, out address))
        {
            return null;
        }

        try
        {
            address = Dns.GetHostAddresses(router) is [IPAddress first, ..] ? first : null;
            return address is null ? $"the name '{router}' has no address" : null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return $"the name '{router}' cannot be resolved: {e.Message}";
        }
    }
}
