using System.Net;
using System.Net.Sockets;

namespace Weir.Ingest.Forwarding;

/// <summary>A collector that gets a copy of every datagram, with the socket towards it.</summary>
/// <remarks>
/// The socket never waits: what its buffer does not take is dropped and counted, as is what the collector's host refuses. Any thread may send.
/// </remarks>
public sealed class ForwardingCollector : IDisposable
{
    private readonly Socket _socket;

    // Shared: written by every receive loop, read by anyone.
    private long _sent;
    private long _dropped;

    private ForwardingCollector(string address, IPEndPoint endPoint, Socket socket)
    {
        Address = address;
        EndPoint = endPoint;
        _socket = socket;
    }

    /// <summary>Address or name as it was given.</summary>
    public string Address { get; }

    /// <summary>Where copies go: a name is resolved once, when the collector is set.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Copies that were handed to the system.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Copies that the system did not take.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Opens the way to a collector; nothing is sent yet.</summary>
    /// <exception cref="SocketException">There is no way to it from here.</exception>
    internal static ForwardingCollector Open(string address, IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            socket.Connect(endPoint);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        return new ForwardingCollector(address, endPoint, socket);
    }

    /// <summary>Sends one datagram. Never waits, never throws.</summary>
    internal void Send(ReadOnlySpan<byte> payload)
    {
        SocketError error;
        try
        {
            _socket.Send(payload, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            // Taken out of the table while this batch was under way.
            return;
        }

        Interlocked.Increment(ref error == SocketError.Success ? ref _sent : ref _dropped);
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();
}
