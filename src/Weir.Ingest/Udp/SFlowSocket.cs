using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Weir.Ingest.Udp;

/// <summary>Opens the sockets of the receiver.</summary>
internal static class SFlowSocket
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReusePortOption = 15; // SO_REUSEPORT
    private const int ForcedBufferOption = 33; // SO_RCVBUFFORCE

    /// <summary>Opens one bound socket for each shard, all on the same port.</summary>
    /// <exception cref="IngestException">The port is in use, forbidden, or the address is not ours.</exception>
    public static List<Socket> OpenAll(UdpReceiverOptions options, int count)
    {
        List<Socket> sockets = [];
        try
        {
            bool shared = count > 1;
            if (shared && !OperatingSystem.IsLinux())
            {
                throw new IngestException($"{count} receive sockets on one port need Linux (SO_REUSEPORT); use one shard here");
            }

            if (shared && options.Port != 0)
            {
                // With SO_REUSEPORT a second Weir would silently take half of the datagrams, so ask once without.
                Open(options, options.Port, shared: false).Dispose();
            }

            int port = options.Port;
            for (int i = 0; i < count; i++)
            {
                sockets.Add(Open(options, port, shared));
                port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
            }

            return sockets;
        }
        catch
        {
            sockets.ForEach(s => s.Dispose());
            throw;
        }
    }

    /// <summary>Makes the socket buffer as large as wanted, or as large as the system allows.</summary>
    /// <returns>Granted size in bytes, in the unit of the wish.</returns>
    public static int GrowBuffer(Socket socket, int wantedBytes)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                Span<byte> wish = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(wish, wantedBytes);
                socket.SetRawSocketOption(SocketLevel, ForcedBufferOption, wish);
                return socket.ReceiveBufferSize / 2; // Linux doubles the wish for its own bookkeeping.
            }
            catch (SocketException)
            {
                // Needs CAP_NET_ADMIN; the ordinary option is limited by net.core.rmem_max.
            }
        }

        socket.ReceiveBufferSize = wantedBytes;
        return OperatingSystem.IsLinux() ? socket.ReceiveBufferSize / 2 : socket.ReceiveBufferSize;
    }

    private static Socket Open(UdpReceiverOptions options, int port, bool shared)
    {
        if (options.Address is { } address)
        {
            return Bind(new IPEndPoint(address, port), dual: false, shared);
        }

        if (Socket.OSSupportsIPv6)
        {
            try
            {
                return Bind(new IPEndPoint(IPAddress.IPv6Any, port), dual: true, shared);
            }
            catch (IngestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable })
            {
                // IPv6 is compiled in but switched off.
            }
        }

        return Bind(new IPEndPoint(IPAddress.Any, port), dual: false, shared);
    }

    private static Socket Bind(IPEndPoint local, bool dual, bool shared)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = dual;
            }

            if (shared)
            {
                socket.SetRawSocketOption(SocketLevel, ReusePortOption, BitConverter.GetBytes(1));
            }

            socket.Bind(local);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new IngestException(Explain(e, local), e);
        }
    }

    private static string Explain(SocketException error, IPEndPoint local) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"UDP port {local.Port} is in use{(PortOwner.Find(local.Port) is { } owner ? $" by {owner}" : "")}; stop that program or choose another port with -Dsflow.port=",
        SocketError.AccessDenied => $"UDP port {local.Port} may not be opened by this user; choose one above 1023 with -Dsflow.port=",
        SocketError.AddressNotAvailable => $"{local.Address} is not an address of this machine, so sFlow cannot be received on it",
        _ => $"UDP port {local.Port} on {local.Address} cannot be opened: {error.Message}",
    };
}
