using System.Buffers.Binary;

namespace Weir.Wire.Packets.Building;

/// <summary>Writes packets, outermost header first, with correct lengths, checksums and protocol numbers (RFC 791, RFC 8200, RFC 9293 and others).</summary>
/// <remarks>
/// For fixtures, demonstrations and tests; not for the hot path. Each call appends a header; <see cref="Build"/> then goes from
/// the innermost header outwards and fills in what depends on what is inside. A protocol number given by hand is left alone.
/// <code>
/// byte[] packet = new PacketBuilder().Ethernet().Ip4("10.0.0.1", "10.0.0.2").Udp(1024, 53).DnsQuery("example.com").Build();
/// </code>
/// </remarks>
public sealed partial class PacketBuilder
{
    private readonly List<Part> _parts = [];
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>Bytes appended so far.</summary>
    public int Length => _length;

    /// <summary>Finishes the packet.</summary>
    /// <param name="minimumLength">Zero bytes are appended up to this length, as Ethernet does up to 60; they count in no length field.</param>
    /// <returns>A fresh array; the builder may be used further.</returns>
    public byte[] Build(int minimumLength = 0)
    {
        byte[] packet = new byte[Math.Max(_length, minimumLength)];
        _bytes.AsSpan(0, _length).CopyTo(packet);
        Span<byte> content = packet.AsSpan(0, _length);
        for (int i = _parts.Count - 1; i >= 0; i--)
        {
            Finish(content, i);
        }

        return packet;
    }

    /// <summary>Appends bytes that no header describes.</summary>
    public PacketBuilder Payload(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Append(bytes.Length));
        return this;
    }

    /// <summary>Appends <paramref name="count"/> zero bytes.</summary>
    public PacketBuilder Payload(int count)
    {
        Append(count);
        return this;
    }

    /// <summary>Appends a header as bytes, for protocols that have no method of their own; its protocol number is set in the header around it.</summary>
    public PacketBuilder Raw(LayerKind kind, ReadOnlySpan<byte> bytes)
    {
        Add(kind, bytes.Length, null);
        bytes.CopyTo(_bytes.AsSpan(_length - bytes.Length));
        return this;
    }

    /// <summary>Notes a header and gives its zeroed bytes, valid until the next append.</summary>
    private Span<byte> Add(LayerKind kind, int length, ushort? explicitNext)
    {
        _parts.Add(new Part(kind, _length, length, explicitNext.HasValue, ProtocolNumbers.EtherTypeOf(kind), ProtocolNumbers.IpProtocolOf(kind)));
        return Append(length);
    }

    private Span<byte> Append(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        Span<byte> added = _bytes.AsSpan(_length, count);
        added.Clear();
        _length += count;
        return added;
    }

    /// <summary>Fills in what a header says about what is inside it.</summary>
    private void Finish(Span<byte> packet, int index)
    {
        Part part = _parts[index];
        Part? inner = index + 1 < _parts.Count ? _parts[index + 1] : null;
        Span<byte> header = packet[part.Offset..];
        if (inner is Part next && !part.HasExplicitNext)
        {
            SetNext(header, part, next);
        }

        switch (part.Kind)
        {
            case LayerKind.Ethernet when header[12] == 0 && header[13] == 0:
                BinaryPrimitives.WriteUInt16BigEndian(header[12..], (ushort)(header.Length - 14));
                break;
            case LayerKind.Pppoe:
                BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(header.Length - 6));
                break;
            case LayerKind.Gtp:
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(header.Length - 8));
                break;
            case LayerKind.Ip4:
                FinishIp4(header, part);
                break;
            case LayerKind.Ip6:
                BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(header.Length - 40));
                break;
            case LayerKind.Udp or LayerKind.Tcp or LayerKind.Icmp4 or LayerKind.Icmp6:
                FinishTransport(packet, index);
                break;
            case LayerKind.Gre when (header[0] & 0x80) != 0:
                BinaryPrimitives.WriteUInt16BigEndian(header[4..], Fold(Sum(header)));
                break;
        }
    }

    private static void SetNext(Span<byte> header, Part part, Part next)
    {
        switch (part.Kind)
        {
            case LayerKind.Ethernet when next.Kind is not (LayerKind.Llc or LayerKind.Stp):
                BinaryPrimitives.WriteUInt16BigEndian(header[12..], next.EtherType);
                break;
            case LayerKind.Vlan or LayerKind.Gre or LayerKind.Geneve:
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], next.EtherType);
                break;
            case LayerKind.Llc when part.Length == 8:
                BinaryPrimitives.WriteUInt16BigEndian(header[6..], next.EtherType);
                break;
            case LayerKind.Mpls:
                header[2] = (byte)((header[2] & 0xfe) | (next.Kind == LayerKind.Mpls ? 0 : 1));
                break;
            case LayerKind.Ppp:
                BinaryPrimitives.WriteUInt16BigEndian(header, ProtocolNumbers.PppProtocolOf(next.Kind));
                break;
            case LayerKind.Ip4:
                header[9] = next.IpProtocol;
                break;
            case LayerKind.Ip6:
                header[6] = next.IpProtocol;
                break;
            case LayerKind.Ip6Extension or LayerKind.Ip6Fragment or LayerKind.SegmentRouting or LayerKind.Ah:
                header[0] = next.IpProtocol;
                break;
            case LayerKind.Nsh:
                header[3] = ProtocolNumbers.NshProtocolOf(next.Kind);
                break;
            case LayerKind.Vxlan when (header[0] & 0x04) != 0:
                header[3] = ProtocolNumbers.NshProtocolOf(next.Kind);
                break;
        }
    }

    private static void FinishIp4(Span<byte> header, Part part)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)header.Length);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], Fold(Sum(header[..part.Length])));
    }

    private void FinishTransport(Span<byte> packet, int index)
    {
        Part part = _parts[index];
        Span<byte> segment = packet[part.Offset..];
        int at = part.Kind switch { LayerKind.Tcp => 16, LayerKind.Udp => 6, _ => 2 };
        if (part.Kind == LayerKind.Udp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(segment[4..], (ushort)segment.Length);
        }

        BinaryPrimitives.WriteUInt16BigEndian(segment[at..], 0);
        uint sum = Sum(segment) + (part.Kind == LayerKind.Icmp4 ? 0 : PseudoHeaderSum(packet, index, segment.Length));
        ushort checksum = Fold(sum);
        BinaryPrimitives.WriteUInt16BigEndian(segment[at..], checksum == 0 && part.Kind == LayerKind.Udp ? (ushort)0xffff : checksum);
    }

    /// <summary>Sum over the pseudo header of the nearest IP header around (RFC 9293 section 3.1, RFC 8200 section 8.1); 0 when there is none.</summary>
    private uint PseudoHeaderSum(ReadOnlySpan<byte> packet, int index, int length)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            ReadOnlySpan<byte> header = packet[_parts[i].Offset..];
            switch (_parts[i].Kind)
            {
                case LayerKind.Ip4:
                    return Sum(header[12..20]) + _parts[index].IpProtocol + (uint)length;
                case LayerKind.Ip6:
                    return Sum(header[8..40]) + _parts[index].IpProtocol + (uint)length;
            }
        }

        return 0;
    }

    /// <summary>Sum of 16-bit words (RFC 1071); no packet is long enough to overflow it.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        return bytes.Length == 1 ? sum + ((uint)bytes[0] << 8) : sum;
    }

    private static ushort Fold(uint sum)
    {
        uint folded = (sum & 0xffff) + (sum >> 16);
        folded = (folded & 0xffff) + (folded >> 16);
        return (ushort)~folded;
    }

    private readonly record struct Part(LayerKind Kind, int Offset, int Length, bool HasExplicitNext, ushort EtherType, byte IpProtocol);
}
