using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Weir.Export.Sinks.Syslog;

/// <summary>What Linux knows of a TCP connection (tcp(7), TCP_INFO).</summary>
internal static class TcpState
{
    private const int Tcp = 6; // IPPROTO_TCP
    private const int Info = 11; // TCP_INFO
    private const int UnackedAt = 24; // tcpi_unacked: segments sent and not acknowledged
    private const int NotSentAt = 144; // tcpi_notsent_bytes: bytes that wait to be sent

    /// <summary>True when the other system has acknowledged every byte; also where that cannot be asked.</summary>
    public static bool IsDrained(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        Span<byte> info = stackalloc byte[256];
        try
        {
            int length = socket.GetRawSocketOption(Tcp, Info, info);
            return length < NotSentAt + sizeof(uint)
                || (MemoryMarshal.Read<uint>(info[UnackedAt..]) == 0 && MemoryMarshal.Read<uint>(info[NotSentAt..]) == 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
