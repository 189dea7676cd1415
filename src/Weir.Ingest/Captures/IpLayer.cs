using System.Buffers.Binary;
using Weir.Wire;

namespace Weir.Ingest.Captures;

/// <summary>Finds UDP in an IPv4 or IPv6 packet. Reads what is there: a packet cut by the capture yields the part that was kept.</summary>
internal static class IpLayer
{
    private const byte ProtocolUdp = 17;
    private const byte ProtocolHopByHop = 0;
    private const byte ProtocolRouting = 43;
    private const byte ProtocolFragment = 44;
    private const byte ProtocolAuthentication = 51;
    private const byte ProtocolDestination = 60;
    private const int HeaderV4 = 20;
    private const int HeaderV6 = 40;
    private const int HeaderUdp = 8;
    private const int MaxExtensions = 16;

    /// <summary>Finds the UDP part of an IP packet.</summary>
    /// <param name="packet">Packet from its IP header.</param>
    /// <param name="fragment">Addresses, and where the part belongs.</param>
    /// <param name="udp">UDP header and payload, or a later piece of it.</param>
    public static bool TryFindUdp(ReadOnlySpan<byte> packet, out IpFragment fragment, out ReadOnlySpan<byte> udp)
    {
        fragment = default;
        udp = default;
        if (packet.IsEmpty)
        {
            return false;
        }

        return (packet[0] >> 4) switch
        {
            4 => TryFindV4(packet, out fragment, out udp),
            6 => TryFindV6(packet, out fragment, out udp),
            _ => false,
        };
    }

    /// <summary>Reads the UDP header.</summary>
    public static bool TryReadUdp(ReadOnlySpan<byte> udp, NetworkAddress source, out UdpView view)
    {
        view = default;
        if (udp.Length < HeaderUdp)
        {
            return false;
        }

        // Some writers leave the length 0 or forget the header in it; then everything that is there belongs to the datagram.
        int declared = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]) - HeaderUdp;
        ReadOnlySpan<byte> rest = udp[HeaderUdp..];
        view = new UdpView
        {
            Source = source,
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(udp),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(udp[2..]),
            Payload = declared > 0 && declared < rest.Length ? rest[..declared] : rest,
            IsCut = declared > rest.Length,
        };
        return true;
    }

    private static bool TryFindV4(ReadOnlySpan<byte> packet, out IpFragment fragment, out ReadOnlySpan<byte> udp)
    {
        fragment = default;
        udp = default;
        if (packet.Length < HeaderV4 || packet[9] != ProtocolUdp)
        {
            return false;
        }

        int header = (packet[0] & 15) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        int end = total == 0 ? packet.Length : Math.Min(total, packet.Length); // 0: segmentation offload
        if (header < HeaderV4 || end < header)
        {
            return false;
        }

        ushort word = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        fragment = new IpFragment(
            NetworkAddress.ReadV4(packet[12..]),
            NetworkAddress.ReadV4(packet[16..]),
            BinaryPrimitives.ReadUInt16BigEndian(packet[4..]),
            (word & 0x1fff) * 8,
            (word & 0x2000) != 0);
        udp = packet[header..end];
        return true;
    }

    private static bool TryFindV6(ReadOnlySpan<byte> packet, out IpFragment fragment, out ReadOnlySpan<byte> udp)
    {
        fragment = default;
        udp = default;
        if (packet.Length < HeaderV6)
        {
            return false;
        }

        fragment = new IpFragment(NetworkAddress.ReadV6(packet[8..]), NetworkAddress.ReadV6(packet[24..]), 0, 0, false);
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        ReadOnlySpan<byte> rest = packet[HeaderV6..];
        rest = length == 0 ? rest : rest[..Math.Min(length, rest.Length)]; // 0: jumbogram
        byte next = packet[6];
        for (int i = 0; i < MaxExtensions && next != ProtocolUdp; i++)
        {
            int size = ExtensionBytes(next, rest);
            if (size == 0 || size > rest.Length)
            {
                return false;
            }

            if (next == ProtocolFragment)
            {
                ushort word = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
                fragment = fragment with { Id = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]), Offset = word & 0xfff8, More = (word & 1) != 0 };
            }

            next = rest[0];
            rest = rest[size..];
        }

        udp = rest;
        return next == ProtocolUdp;
    }

    // 0 when it is no extension header, or not even its first 8 bytes are there.
    private static int ExtensionBytes(byte protocol, ReadOnlySpan<byte> rest) => rest.Length < 8 ? 0 : protocol switch
    {
        ProtocolHopByHop or ProtocolRouting or ProtocolDestination => (rest[1] + 1) * 8,
        ProtocolFragment => 8,
        ProtocolAuthentication => (rest[1] + 2) * 4,
        _ => 0,
    };
}
