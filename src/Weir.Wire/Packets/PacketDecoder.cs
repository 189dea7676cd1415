using System.Buffers.Binary;

namespace Weir.Wire.Packets;

/// <summary>Finds the protocol headers in a sampled header (sFlow v5, sampled_header), through tags and tunnels.</summary>
/// <remarks>
/// One step per header: each step notes where its header lies and says what comes next. A header cut short by the capture is
/// noted with the length that is there, and the walk ends. Never throws, never allocates.
/// </remarks>
public static partial class PacketDecoder
{
    /// <summary>Decodes a sampled header.</summary>
    /// <param name="header">The captured bytes.</param>
    /// <param name="protocol">What they begin with.</param>
    /// <param name="packet">Filled with the headers found; what it held before is forgotten.</param>
    public static void Decode(ReadOnlySpan<byte> header, HeaderProtocol protocol, ref PacketHeaders packet)
    {
        packet.Clear();
        int offset = 0;
        LayerKind next = protocol switch
        {
            HeaderProtocol.Ethernet => LayerKind.Ethernet,
            HeaderProtocol.Ip4 => LayerKind.Ip4,
            HeaderProtocol.Ip6 => LayerKind.Ip6,
            HeaderProtocol.Mpls => LayerKind.Mpls,
            _ => LayerKind.None,
        };
        while (next != LayerKind.None)
        {
            next = Step(next, header, ref offset, ref packet);
        }
    }

    private static LayerKind Step(LayerKind kind, ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet) => kind switch
    {
        LayerKind.Ethernet => Ethernet(header, ref offset, ref packet),
        LayerKind.Vlan => Vlan(header, ref offset, ref packet),
        LayerKind.Mpls => Mpls(header, ref offset, ref packet),
        LayerKind.Arp => Leaf(LayerKind.Arp, 28, header, offset, ref packet),
        LayerKind.Ip4 => Ip4(header, ref offset, ref packet),
        LayerKind.Ip6 => Ip6(header, ref offset, ref packet),
        LayerKind.Tcp => Leaf(LayerKind.Tcp, 20, header, offset, ref packet),
        LayerKind.Udp => Udp(header, ref offset, ref packet),
        LayerKind.Icmp4 => Icmp(LayerKind.Icmp4, header, offset, ref packet),
        LayerKind.Icmp6 => Icmp(LayerKind.Icmp6, header, offset, ref packet),
        LayerKind.Dns => Leaf(LayerKind.Dns, header.Length - offset, header, offset, ref packet),
        _ => LayerKind.None,
    };

    /// <summary>Notes a header of <paramref name="length"/> bytes; false when the capture ends inside it.</summary>
    private static bool Note(LayerKind kind, int length, ReadOnlySpan<byte> header, int offset, ref PacketHeaders packet)
    {
        int captured = Math.Min(length, header.Length - offset);
        if (captured <= 0)
        {
            packet.IsTruncated = true;
            return false;
        }

        bool noted = packet.Add(kind, offset, captured);
        packet.IsTruncated |= captured < length;
        return noted && captured == length;
    }

    private static LayerKind Leaf(LayerKind kind, int length, ReadOnlySpan<byte> header, int offset, ref PacketHeaders packet)
    {
        Note(kind, length, header, offset, ref packet);
        return LayerKind.None;
    }

    private static LayerKind Ethernet(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        if (!Note(LayerKind.Ethernet, 14, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 12)..]);
        offset += 14;
        return FromEtherType(type);
    }

    private static LayerKind Vlan(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        if (!Note(LayerKind.Vlan, 4, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 2)..]);
        offset += 4;
        return FromEtherType(type);
    }

    private static LayerKind FromEtherType(ushort type) => type switch
    {
        0x0800 => LayerKind.Ip4,
        0x86dd => LayerKind.Ip6,
        0x0806 => LayerKind.Arp,
        0x8100 or 0x88a8 or 0x9100 or 0x9200 => LayerKind.Vlan,
        0x8847 or 0x8848 => LayerKind.Mpls,
        _ => LayerKind.None,
    };

    private static LayerKind Mpls(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        if (!Note(LayerKind.Mpls, 4, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        bool bottom = (header[offset + 2] & 1) != 0;
        offset += 4;
        if (!bottom)
        {
            return LayerKind.Mpls;
        }

        // RFC 4928: what follows is known only by its first nibble.
        int nibble = offset < header.Length ? header[offset] >> 4 : 0;
        return nibble switch { 4 => LayerKind.Ip4, 6 => LayerKind.Ip6, _ => LayerKind.None };
    }

    private static LayerKind Ip4(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        int length = offset < header.Length ? (header[offset] & 0x0f) * 4 : 20;
        if (!Note(LayerKind.Ip4, Math.Max(length, 20), header, offset, ref packet) || length < 20)
        {
            return LayerKind.None;
        }

        byte protocol = header[offset + 9];
        int fragmentOffset = BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 6)..]) & 0x1fff;
        offset += length;
        return fragmentOffset == 0 ? FromIpProtocol(protocol) : LayerKind.None;
    }

    private static LayerKind FromIpProtocol(byte protocol) => protocol switch
    {
        1 => LayerKind.Icmp4,
        4 => LayerKind.Ip4,
        6 => LayerKind.Tcp,
        17 => LayerKind.Udp,
        41 => LayerKind.Ip6,
        58 => LayerKind.Icmp6,
        _ => LayerKind.None,
    };

    private static LayerKind Ip6(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        if (!Note(LayerKind.Ip6, 40, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        byte protocol = header[offset + 6];
        offset += 40;
        while (protocol is 0 or 43 or 60 or 44 or 51 or 135)
        {
            if (!TryStepOverExtension(header, ref offset, ref protocol, ref packet))
            {
                return LayerKind.None;
            }
        }

        return FromIpProtocol(protocol);
    }

    private static bool TryStepOverExtension(ReadOnlySpan<byte> header, ref int offset, ref byte protocol, ref PacketHeaders packet)
    {
        LayerKind kind = protocol == 44 ? LayerKind.Ip6Fragment : LayerKind.Ip6Extension;
        int length = 8;
        if (header.Length - offset >= 2 && protocol != 44)
        {
            length = protocol == 51 ? (header[offset + 1] + 2) * 4 : (header[offset + 1] + 1) * 8;
        }

        if (!Note(kind, length, header, offset, ref packet))
        {
            return false;
        }

        bool laterFragment = kind == LayerKind.Ip6Fragment && (BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 2)..]) & 0xfff8) != 0;
        protocol = header[offset];
        offset += length;
        return !laterFragment;
    }

    private static LayerKind Udp(ReadOnlySpan<byte> header, ref int offset, ref PacketHeaders packet)
    {
        if (!Note(LayerKind.Udp, 8, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        ushort source = BinaryPrimitives.ReadUInt16BigEndian(header[offset..]);
        ushort destination = BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 2)..]);
        offset += 8;
        return source == 53 || destination == 53 ? LayerKind.Dns : LayerKind.None;
    }

    private static LayerKind Icmp(LayerKind kind, ReadOnlySpan<byte> header, int offset, ref PacketHeaders packet)
    {
        if (!Note(kind, 8, header, offset, ref packet))
        {
            return LayerKind.None;
        }

        byte type = header[offset];
        bool error = kind == LayerKind.Icmp4 ? type is 3 or 4 or 5 or 11 or 12 : type is >= 1 and <= 4;
        if (error)
        {
            Quoted(kind, header, offset + 8, ref packet);
        }

        return LayerKind.None;
    }

    private static void Quoted(LayerKind icmp, ReadOnlySpan<byte> header, int offset, ref PacketHeaders packet)
    {
        bool v4 = icmp == LayerKind.Icmp4;
        int length = v4 ? (offset < header.Length ? (header[offset] & 0x0f) * 4 : 20) : 40;
        if (length < 20 || !Note(v4 ? LayerKind.QuotedIp4 : LayerKind.QuotedIp6, length, header, offset, ref packet))
        {
            return;
        }

        bool laterFragment = v4 && (BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 6)..]) & 0x1fff) != 0;
        if (!laterFragment)
        {
            // RFC 792 promises 8 bytes; that is enough for the ports.
            int rest = Math.Min(8, header.Length - offset - length);
            if (rest > 0)
            {
                packet.Add(LayerKind.QuotedTransport, offset + length, rest);
            }
        }
    }
}
