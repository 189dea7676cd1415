using System.Net;
using System.Net.Sockets;
using Weir.Scripting.Calls;

namespace Weir.Scripting.Network;

/// <summary>Finds addresses of names for scripts; waits for the system's resolver.</summary>
internal static class AddressResolver
{
    /// <summary>First address of a name, or the address itself.</summary>
    /// <exception cref="CallException">The name has no address.</exception>
    public static IPAddress Resolve(string name) => ResolveAll(name)[0];

    /// <summary>All addresses of a name.</summary>
    /// <exception cref="CallException">The name has no address.</exception>
    public static IPAddress[] ResolveAll(string name)
    {
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            return [address];
        }

        try
        {
            IPAddress[] found = Dns.GetHostAddresses(name);
            return found.Length > 0 ? found : throw new CallException($"{name}: unknown host");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new CallException($"{name}: unknown host ({e.Message})");
        }
    }
}
