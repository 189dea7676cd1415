using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Weir.Export.Sinks.Syslog;

/// <summary>What Linux knows of a TCP connection (tcp(7), TCP_INFO).</summary>
internal static class TcpState
{
    private const int Tcp = 6; // IPPROTO_TCP
    private const int Info = 11; // TCP_INFO
    private const int StateAt = 0; // tcpi_state
    private const int UnackedAt = 24; // tcpi_unacked: segments sent and not acknowledged
    private const int NotSentAt = 144; // tcpi_notsent_bytes: bytes that wait to be sent
    private const int TimeWait = 6; // TCP_TIME_WAIT
    private const int Closed = 7; // TCP_CLOSE

    /// <summary>True when the other system has acknowledged every byte of a connection that still stands; also where that cannot be asked.</summary>
    public static bool IsDrained(Socket socket)
    {
        Span<byte> info = stackalloc byte[256];
        if (!TryRead(socket, ref info))
        {
            return !OperatingSystem.IsLinux();
        }

        // A reset empties the queues as well: then nothing was acknowledged.
        return info.Length < NotSentAt + sizeof(uint)
            || (info[StateAt] != Closed && MemoryMarshal.Read<uint>(info[UnackedAt..]) == 0 && MemoryMarshal.Read<uint>(info[NotSentAt..]) == 0);
    }

    /// <summary>True when nothing more will come of the connection: both sides ended and everything is acknowledged, or it was reset.</summary>
    public static bool IsOver(Socket socket)
    {
        Span<byte> info = stackalloc byte[256];
        return !TryRead(socket, ref info) || info[StateAt] is TimeWait or Closed;
    }

    /// <summary>True when a connection that <see cref="IsOver"/> was reset. Reading alone does not tell: behind an end in order it goes on giving the end.</summary>
    public static bool WasReset(Socket socket)
    {
        try
        {
            return socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is not 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    private static bool TryRead(Socket socket, ref Span<byte> info)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            info = info[..socket.GetRawSocketOption(Tcp, Info, info)];
            return info.Length > UnackedAt;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
