using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Bgp.Session;

/// <summary>Socket options of Linux that the framework has no name for: TCP MD5 signatures (RFC 2385) and the TTL check (RFC 5082).</summary>
internal static class TcpOptions
{
    private const int LevelIp = 0;
    private const int LevelTcp = 6;
    private const int LevelIpv6 = 41;
    private const int TcpMd5Sig = 14;
    private const int IpTtl = 2;
    private const int IpMinTtl = 21;
    private const int Ipv6UnicastHops = 16;
    private const int Ipv6MinHopCount = 73;
    private const int Md5SigSize = 216;
    private const int KeyLengthAt = 130;
    private const int KeyAt = 136;
    private const int MaxKeyLength = 80;

    /// <summary>Whether the system has the options.</summary>
    public static bool AreSupported => OperatingSystem.IsLinux();

    /// <summary>Sets the secret for one neighbour, on a listening socket or one about to dial; an empty secret removes it.</summary>
    public static void SetMd5(Socket socket, IPAddress neighbor, string secret)
    {
        // struct tcp_md5sig: sockaddr_storage 128, flags 1, prefixlen 1, keylen 2, ifindex 4, key 80; in the host's byte order.
        Span<byte> option = stackalloc byte[Md5SigSize];
        option.Clear();
        bool isV6 = neighbor.AddressFamily == AddressFamily.InterNetworkV6;
        MemoryMarshal.Write(option, (ushort)(isV6 ? 10 : 2));
        neighbor.TryWriteBytes(option[(isV6 ? 8 : 4)..], out _);
        int length = Encoding.UTF8.GetBytes(secret, option.Slice(KeyAt, MaxKeyLength));
        MemoryMarshal.Write(option[KeyLengthAt..], (ushort)length);
        socket.SetRawSocketOption(LevelTcp, TcpMd5Sig, option);
    }

    /// <summary>Sends with a TTL of 255.</summary>
    public static void SendMaxTtl(Socket socket)
    {
        bool isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        Set(socket, isV6 ? LevelIpv6 : LevelIp, isV6 ? Ipv6UnicastHops : IpTtl, 255);
    }

    /// <summary>Drops packets that have passed a router.</summary>
    public static void RequireMaxTtl(Socket socket)
    {
        SendMaxTtl(socket);
        DemandMinTtl(socket, byte.MaxValue);
    }

    /// <summary>Drops packets of a lower TTL; 0 takes all.</summary>
    public static void DemandMinTtl(Socket socket, byte least)
    {
        bool isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        Set(socket, isV6 ? LevelIpv6 : LevelIp, isV6 ? Ipv6MinHopCount : IpMinTtl, least);
    }

    /// <summary>The TTL below which packets are dropped; 0 takes all.</summary>
    public static int MinTtlOf(Socket socket)
    {
        bool isV6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        Span<byte> option = stackalloc byte[4];
        int length = socket.GetRawSocketOption(isV6 ? LevelIpv6 : LevelIp, isV6 ? Ipv6MinHopCount : IpMinTtl, option);
        return length == option.Length ? MemoryMarshal.Read<int>(option) : option[0];
    }

    private static void Set(Socket socket, int level, int name, int value)
    {
        Span<byte> option = stackalloc byte[4];
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.WriteInt32LittleEndian(option, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(option, value);
        }

        socket.SetRawSocketOption(level, name, option);
    }
}
