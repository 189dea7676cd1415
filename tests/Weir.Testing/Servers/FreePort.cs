using System.Net;
using System.Net.Sockets;

namespace Weir.Testing.Servers;

/// <summary>Ports for servers that cannot be told to take any free one.</summary>
/// <remarks>
/// Below the range that systems hand out by themselves: of those, another test's listener or connection may get the same one in the second
/// that a server takes to start.
/// </remarks>
public static class FreePort
{
    private const int First = 10_240;
    private const int Last = 32_767;

    /// <summary>A TCP port of an address that nothing has now.</summary>
    public static int On(IPAddress address)
    {
        for (int port = Random.Shared.Next(First, Last); ; port = port == Last ? First : port + 1)
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
